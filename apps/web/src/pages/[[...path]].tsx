import type { GetStaticPaths, GetStaticProps } from 'next';
import { ViewPage } from '../components/view-page.tsx';
import { findPage } from '../server/find-page.ts';
import { type PageResult, pageProps } from '../server/page-props.ts';

export const config: object = { unstable_runtimeJS: false };

/** A build reads no content: every page is rendered on its first request. */
export const getStaticPaths: GetStaticPaths = () => ({ paths: [], fallback: 'blocking' });

export const getStaticProps: GetStaticProps = async ({ params, previewData }): Promise<PageResult> => {
  const path = `/${[params?.path ?? []].flat().join('/')}`;
  return pageProps(findPage(path), previewData);
};

export default ViewPage;
