import type { Environment } from '../environment.ts';
import { printAudit } from './audit.ts';
import { addOrigin, listOrigins, removeOrigin } from './cors.ts';
import type { Options } from './options.ts';
import { endSessions, listSessions } from './sessions.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { addUser, changeRole, linkUser, listUsers, removeUser, resumeUser, setPassword, suspendUser } from './users.ts';

type Command = (environment: Environment, options: Options, argument: string | undefined) => Promise<void>;

/** The commands for users, tokens, sessions, CORS and the audit log. */
export const peopleCommands: Record<string, Command | undefined> = {
  'user add': addUser,
  'user link': linkUser,
  'user list': listUsers,
  'user role': changeRole,
  'user password': setPassword,
  'user suspend': suspendUser,
  'user resume': resumeUser,
  'user remove': removeUser,
  'token create': createToken,
  'token list': listTokens,
  'token revoke': (environment, _, id) => revokeToken(environment, id),
  sessions: listSessions,
  'sessions end': (environment, options, id) => endSessions(environment, id, options),
  'cors add': (environment, options, origin) => addOrigin(environment, origin, options),
  'cors remove': (environment, _, origin) => removeOrigin(environment, origin),
  'cors list': listOrigins,
  audit: printAudit,
};
