/** The help text of `people-commands.ts`. */
export const peopleUsage = `  user add --name N --email E --role R        add a user, print a sign-in link
  user link --email E                         print a new sign-in link; --studio URL for one that the lake does not serve
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
