/** The version of the lake's HTTP API that our own queries are written for. From it on, `published` is the default. */
export const apiVersion = '2025-02-19';
