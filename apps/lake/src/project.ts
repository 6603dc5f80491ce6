/** The one project of an embedded lake. */
export const projectId = 'bodytext';

/** The dataset that holds what a newsroom publishes. Others are add-ons to it, such as the Studio's comments. */
export const mainDataset = 'production';

/** Which dataset of which project something is about. */
export type Project = { projectId: string; dataset: string };
