/** A role's permissions on the documents that match a GROQ filter, as in Sanity's access control. */
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
  // Placements say which call to action a branch shows, so marketers need no permissions on topics or articles.
  marketer: {
    grants: [
      reading,
      {
        filter: `_type in ["callToAction", "placement"] || ${assets} || ${previewSecrets}`,
        permissions: ['create', 'update'],
      },
    ],
  },
  // The site's feedback token: it can't read feedback, nor change a report once it is created.
  feedback: {
    grants: [
      { filter: reports, permissions: ['create'] },
      { filter: tallies, permissions: ['create', 'update'] },
    ],
    isForProgramsOnly: true,
  },
};
