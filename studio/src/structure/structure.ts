import { settingsId } from '@bodytext/schema/settings';
import { ArrowRightIcon } from '@sanity/icons/ArrowRight';
import { BellIcon } from '@sanity/icons/Bell';
import { BookIcon } from '@sanity/icons/Book';
import { CogIcon } from '@sanity/icons/Cog';
import { CommentIcon } from '@sanity/icons/Comment';
import { DocumentIcon } from '@sanity/icons/Document';
import { DocumentTextIcon } from '@sanity/icons/DocumentText';
import { FolderIcon } from '@sanity/icons/Folder';
import { PinIcon } from '@sanity/icons/Pin';
import { TagsIcon } from '@sanity/icons/Tags';
import { UsersIcon } from '@sanity/icons/Users';
import type { StructureResolver } from 'sanity/structure';
import { fromReaders } from './from-readers.ts';
import { articlesByTopic, topicTree } from './topic-tree.ts';

/** The root pane: daily work at the top, one-off setup at the bottom. */
export const structure: StructureResolver = (S, context) =>
  S.list()
    .title('Content')
    .items([
      S.listItem().title('Topics').icon(FolderIcon).id('topics').child(topicTree(S, context)),
      S.listItem().title('Articles by topic').icon(TagsIcon).id('by-topic').child(articlesByTopic(S, context)),
      S.documentTypeListItem('article').title('All articles').icon(DocumentTextIcon),
      S.divider(),
      S.listItem().title('From readers').icon(CommentIcon).id('from-readers').child(fromReaders(S, context)),
      S.divider(),
      S.documentTypeListItem('callToAction').title('Calls to action').icon(BellIcon),
      S.documentTypeListItem('placement').title('Placements').icon(PinIcon),
      S.divider(),
      S.documentTypeListItem('person').title('People').icon(UsersIcon),
      S.documentTypeListItem('literatureReference').title('References').icon(BookIcon),
      S.divider(),
      S.documentTypeListItem('page').title('Pages').icon(DocumentIcon),
      S.documentTypeListItem('redirect').title('Redirects').icon(ArrowRightIcon),
      S.listItem()
        .title('Settings')
        .icon(CogIcon)
        .id('settings')
        .child(S.document().schemaType('settings').documentId(settingsId).title('Settings')),
    ]);
