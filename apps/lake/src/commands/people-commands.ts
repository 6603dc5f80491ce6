import type { Environment } from '../environment.ts';
import { printAudit } from './audit.ts';
import { addOrigin, listOrigins, removeOrigin } from './cors.ts';
import type { Options } from './options.ts';
import { endSessions, listSessions } from './sessions.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { addUser, changeRole, linkUser, listUsers, removeUser, resumeUser, setPassword, suspendUser } from './users.ts';

type Command = (environment: Environment, options: Options, argument: string | undefined) => Promise<void>;

export const peopleUsage = `  user add --name N --email E --role R        add a user, print a sign-in link
  user link --email E                         print a new sign-in link
  user list                                   list the users
  user role --email E --role R                give somebody another role
  user password --email E                     set somebody's password, typed or piped in
  user suspend|resume --email E               keep somebody out, let them in again
  user remove --email E                       take away somebody's access for good
  token create --role R [--label L]           print a token for a program
  token list                                  list the tokens of programs, and when each was last used
  token revoke ID                             make a token useless
  sessions [--email E]                        who is signed in
  sessions end ID | sessions end --email E    end a session, or all of somebody's
  cors add ORIGIN [--credentials]             let a page of another origin call the lake from a browser
  cors remove ORIGIN                          no longer
  cors list                                   the origins whose pages may
  audit [--since 2026-11-01|7d] [--json]      who signed in, changed roles, made tokens, exported …`;

/** The commands about people and what they may do, by their words. */
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
