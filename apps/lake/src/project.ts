/** The project of an embedded lake, as Sanity's tools name it: each lake has one. */
export type ProjectSettings = { id: string; title: string };

/** Where the operator says nothing else. */
export const defaultProject: ProjectSettings = { id: 'bodytext', title: 'Bodytext' };

/** The dataset that holds what a newsroom publishes. Others are add-ons to it, such as the Studio's comments. */
export const mainDataset = 'production';

/** Which dataset of which project something is about. */
export type Project = { projectId: string; dataset: string };
