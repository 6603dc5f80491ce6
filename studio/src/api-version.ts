/** The version of Content Lake's API for our own queries. From it on, `published` is the default perspective. */
export const apiVersion = '2025-02-19';
