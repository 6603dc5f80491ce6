import { z } from 'zod/mini';

const stored = z.looseObject({ token: z.string().check(z.minLength(1)) });

/** The session token, where the Studio stores it. */
export function storedToken(projectId: string): string | undefined {
  try {
    return stored.safeParse(JSON.parse(localStorage.getItem(`__studio_auth_token_${projectId}`) ?? 'null')).data?.token;
  } catch {
    return undefined;
  }
}
