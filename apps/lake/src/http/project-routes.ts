import { json } from './answer.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

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
export const projectRoutes = apiRoutes()
  .get('/projects', (request) => {
    request.signedIn();
    return json([project(request)]);
  })
  .get('/projects/:project', (request) => {
    request.signedIn();
    return json(project(request));
  })
  .get('/projects/:project/datasets/:dataset/acl', (request) => json(request.signedIn().grants))
  .get('/projects/:project/grants', (request) => {
    const { role } = request.signedIn();
    return json(projectGrants(role));
  })
  .get('/projects/:project/user-applications', (request) => {
    request.signedIn();
    return json([]);
  })
  .get('/projects/:project/users', (request) => {
    request.signedIn();
    return json(request.lake.people.list().map(({ id, name }) => ({ id, displayName: name, imageUrl: null })));
  })
  .get('/projects/:project/roles', (request) => {
    request.signedIn();
    return json(request.lake.people.roles.map((name) => ({ name, title: name })));
  })
  .get('/projects/:project/new-content-release-allowed', (request) => {
    request.signedIn();
    return json({
      data: {
        datasetReleaseLimit: unlimited,
        orgActiveReleaseLimit: unlimited,
        orgMeteredActiveReleaseCount: 0,
        defaultOrgActiveReleaseLimit: unlimited,
      },
    });
  })
  .get('/subscriptions/project/:project', (request) => {
    request.signedIn();
    const retention = { features: [{ attributes: { maxRetentionDays: 36_500 } }] };
    return json({ id: 'self-hosted', plan: { name: 'Self-hosted' }, featureTypes: { retention } });
  })
  .get('/features', () => json(features));

function project(request: ApiRequest): Record<string, unknown> {
  return {
    id: request.lake.project.id,
    displayName: request.lake.project.title,
    studioHost: null,
    organizationId,
    organization: { id: organizationId, name: request.lake.project.title },
    metadata: {},
    isBlocked: false,
    isDisabled: false,
    isDisabledByUser: false,
    activityFeedEnabled: false,
    createdAt,
    members: request.lake.people.list().map(({ id, role }) => ({
      id,
      createdAt,
      isCurrentUser: id === request.actor.id,
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
