/** What the holder of a role may do with the documents that pass a GROQ filter, as Content Lake's access control says it. */
export type Grant = { filter: string; permissions: ('create' | 'read' | 'update' | 'history')[] };

const assets = '_type in ["sanity.imageAsset", "sanity.fileAsset"]';
const previewSecrets = '_type match "sanity.previewUrl*"';
const reports = '_type == "feedback" && _id in path("feedback.*")';
const tallies = '_type == "feedbackTally" && _id in path("feedback-tally.**")';
const reading: Grant = { filter: '_id in path("**")', permissions: ['read', 'history'] };

/** The newsroom's roles, beside administrator, editor and viewer, which every lake has. */
export const roles: Record<string, { grants: Grant[]; isForProgramsOnly?: boolean }> = {
  reviewer: {
    grants: [
      reading,
      { filter: `_id in path("drafts.**") || ${assets} || ${previewSecrets}`, permissions: ['create', 'update'] },
    ],
  },
  // Which offer a branch of topics shows is said by placements, so marketers need no rights on topics or articles.
  marketer: {
    grants: [
      reading,
      {
        filter: `_type in ["callToAction", "placement"] || ${assets} || ${previewSecrets}`,
        permissions: ['create', 'update'],
      },
    ],
  },
  // The site's token for what readers say: it can't read any of it back, nor change what was handed in.
  feedback: {
    grants: [
      { filter: reports, permissions: ['create'] },
      { filter: tallies, permissions: ['create', 'update'] },
    ],
    isForProgramsOnly: true,
  },
};
