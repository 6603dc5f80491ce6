import { Hono } from 'hono';
import { roles } from '../people/roles.ts';
import { projectId } from '../project.ts';
import { type LakeContext, type LakeEnvironment, signedIn } from './environment.ts';

const createdAt = '2026-01-01T00:00:00.000Z';
const organizationId = 'o-bodytext';
/** Nothing in the lake is limited or paid for; the Studio wants numbers. */
const unlimited = 1_000_000;
/** The Studio's tools the lake can serve so far. */
const features = [
  'studioComments',
  'sanityTasks',
  'contentReleases',
  'singleDocRelease',
  'accessPolicy',
  'thirdPartyLogin',
  'customSharedLinks',
];

/** What Sanity's project API tells a Studio about the project, its people and what they may do. */
export const projectRoutes = new Hono<LakeEnvironment>()
  .get('/projects', (context) => {
    signedIn(context);
    return context.json([project(context)]);
  })
  .get('/projects/:project', (context) => {
    signedIn(context);
    return context.json(project(context));
  })
  .get('/projects/:project/datasets/:dataset/acl', (context) => context.json(signedIn(context).grants))
  .get('/projects/:project/grants', (context) => {
    const { role } = signedIn(context);
    return context.json(projectGrants(role));
  })
  .get('/projects/:project/user-applications', (context) => {
    signedIn(context);
    return context.json([]);
  })
  .get('/projects/:project/users', (context) => {
    signedIn(context);
    return context.json(
      context
        .get('lake')
        .people.list()
        .map(({ id, name }) => ({ id, displayName: name, imageUrl: null })),
    );
  })
  .get('/projects/:project/roles', (context) => context.json(roles.map((name) => ({ name, title: name }))))
  .get('/projects/:project/new-content-release-allowed', (context) => {
    signedIn(context);
    return context.json({
      data: {
        datasetReleaseLimit: unlimited,
        orgActiveReleaseLimit: unlimited,
        orgMeteredActiveReleaseCount: 0,
        defaultOrgActiveReleaseLimit: unlimited,
      },
    });
  })
  .get('/subscriptions/project/:project', (context) => {
    signedIn(context);
    const retention = { features: [{ attributes: { maxRetentionDays: 36_500 } }] };
    return context.json({ id: 'self-hosted', plan: { name: 'Self-hosted' }, featureTypes: { retention } });
  })
  .get('/features', (context) => context.json(features));

function project(context: LakeContext): Record<string, unknown> {
  return {
    id: projectId,
    displayName: 'Bodytext',
    studioHost: null,
    organizationId,
    organization: { id: organizationId, name: 'Bodytext' },
    metadata: {},
    isBlocked: false,
    isDisabled: false,
    isDisabledByUser: false,
    activityFeedEnabled: false,
    createdAt,
    members: context
      .get('lake')
      .people.list()
      .map(({ id, role }) => ({
        id,
        createdAt,
        isCurrentUser: id === context.get('actor').id,
        isRobot: false,
        role,
        roles: [{ name: role, title: role }],
      })),
    features,
  };
}

function projectGrants(role: string): Record<string, unknown> {
  const isAdministrator = role === 'administrator';
  const grant = (name: string) => [{ grants: [{ name, params: {} }] }];
  return {
    'sanity.project': isAdministrator ? grant('manage') : grant('read'),
    'sanity.project.members': isAdministrator ? grant('manage') : grant('read'),
    'sanity.project.datasets': grant('read'),
  };
}
