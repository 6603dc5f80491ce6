import { addressOf } from '@bodytext/schema/address';
import { LaunchIcon } from '@sanity/icons/Launch';
import { useEffect, useState } from 'react';
import { type DocumentActionComponent, type SanityDocument, useClient } from 'sanity';
import { apiVersion } from './api-version.ts';

const topicsQuery = '*[_type == "topic"]{_id, _type, slug, parent}';

/** A document action that opens the published page as a reader sees it. */
export function viewOnSite(siteUrl: string): DocumentActionComponent {
  const ViewOnSite: DocumentActionComponent = ({ published }) => {
    const address = useAddress(published);
    if (published === null) return null;
    return {
      label: 'View on site',
      icon: LaunchIcon,
      disabled: address === undefined,
      title: address === undefined ? 'This document has no page of its own.' : `${siteUrl}${address}`,
      onHandle: () => window.open(`${siteUrl}${address}`, '_blank', 'noopener'),
    };
  };
  return ViewOnSite;
}

function useAddress(published: SanityDocument | null): string | undefined {
  const client = useClient({ apiVersion });
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    const find = async () => {
      const topics = published
        ? await client.fetch<{ _id: string }[]>(topicsQuery, {}, { perspective: 'published' })
        : [];
      const byId = new Map(topics.map((topic) => [topic._id, topic]));
      if (isCurrent) setAddress(addressOf(published, (id) => byId.get(id)));
    };
    // A failed query only disables the link.
    find().catch(() => setAddress(undefined));
    return () => {
      isCurrent = false;
    };
  }, [client, published]);
  return address;
}
