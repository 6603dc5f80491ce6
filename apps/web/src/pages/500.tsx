import { BrokenPage } from '../components/broken-page.tsx';

export const config: object = { unstable_runtimeJS: false };

export default BrokenPage;
