import type { LakeConfig } from '../config.ts';
import { printAudit } from './audit.ts';
import { addOrigin, listOrigins, removeOrigin } from './cors.ts';
import type { Options } from './options.ts';
import { endSessions, listSessions } from './sessions.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { addUser, changeRole, linkUser, listUsers, removeUser, resumeUser, setPassword, suspendUser } from './users.ts';

type Command = (config: LakeConfig, options: Options, argument: string | undefined) => Promise<void>;

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
  'token revoke': (config, _, id) => revokeToken(config, id),
  sessions: listSessions,
  'sessions end': (config, options, id) => endSessions(config, id, options),
  'cors add': (config, options, origin) => addOrigin(config, origin, options),
  'cors remove': (config, _, origin) => removeOrigin(config, origin),
  'cors list': listOrigins,
  audit: printAudit,
};
