import { z } from 'zod/mini';

const stored = z.looseObject({ token: z.string().check(z.minLength(1)) });

/** The token under which the Studio keeps whoever is signed in. */
export function storedToken(projectId: string): string | undefined {
  try {
    return stored.safeParse(JSON.parse(localStorage.getItem(`__studio_auth_token_${projectId}`) ?? 'null')).data?.token;
  } catch {
    return undefined;
  }
}
