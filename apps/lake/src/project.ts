/** The id and title of the lake's only project in Sanity's tools. */
export type ProjectSettings = { id: string; title: string };

export const defaultProject: ProjectSettings = { id: 'bodytext', title: 'Bodytext' };

/** The dataset with the content. Others are add-ons of it, such as the one for comments. */
export const mainDataset = 'production';

export type Project = { projectId: string; dataset: string };
