import { BrokenPage } from '../components/broken-page.tsx';

/** For statuses such as 400 and 405. Next's own page has inline styles, which the policy forbids. */
export const config: object = { unstable_runtimeJS: false };

export default BrokenPage;
