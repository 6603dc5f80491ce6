import { z } from 'zod';

const stored = z.looseObject({ token: z.string().min(1) });

/** The token under which the Studio keeps whoever is signed in. */
export function storedToken(projectId: string): string | undefined {
  try {
    return stored.safeParse(JSON.parse(localStorage.getItem(`__studio_auth_token_${projectId}`) ?? 'null')).data?.token;
  } catch {
    return undefined;
  }
}
