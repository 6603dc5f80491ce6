import type { Article } from '@bodytext/schema/article';
import type { CallToAction } from '@bodytext/schema/call-to-action';
import type { Placement, Position } from '@bodytext/schema/placement';
import { type SectionName, sectionNames } from '@bodytext/schema/section';

/** The call to action that a page shows, its position, and the rule that chose it. */
export type ChosenCallToAction = {
  callToAction: CallToAction;
  position: Position;
  /** The article's override, a topic's placement, or the whole site's placement. */
  because:
    | { kind: 'override' }
    | { kind: 'topic'; topicId: string; placementId: string }
    | { kind: 'site'; placementId: string };
};

export type Candidates = {
  article: Pick<Article, SectionName>;
  /** The article's own call to action. */
  override: CallToAction | undefined;
  placements: readonly { placement: Placement; callToAction: CallToAction }[];
  /** The ids of the topics above the article, from the top. */
  topicIds: readonly string[];
};

const positionAfter = { what: 'afterWhat', causes: 'afterCauses', ordeal: 'afterOrdeal' } as const satisfies Record<
  SectionName,
  Position
>;

/**
 * The call to action of an article's page: its own, else that of the nearest topic that places one, else the site's.
 * Never before an emergency card: someone who must call an ambulance is not to be offered anything first.
 *
 * @param now compared with the start and end of the placements
 */
export function chooseCallToAction(candidates: Candidates, now: Date): ChosenCallToAction | undefined {
  const chosen = candidates.override
    ? { callToAction: candidates.override, position: 'afterOrdeal' as const, because: { kind: 'override' } as const }
    : nearestPlacement(candidates, now);
  return chosen && { ...chosen, position: afterEmergencies(chosen.position, candidates.article) };
}

function nearestPlacement({ placements, topicIds }: Candidates, now: Date): ChosenCallToAction | undefined {
  const open = placements.filter(({ placement }) => isOpen(placement, now));
  for (const topicId of topicIds.toReversed()) {
    const placed = open.find(({ placement }) => placement.topic?._ref === topicId);
    if (placed) return chosenFrom(placed, { kind: 'topic', topicId, placementId: placed.placement._id });
  }
  const placed = open.find(({ placement }) => placement.topic === undefined);
  return placed && chosenFrom(placed, { kind: 'site', placementId: placed.placement._id });
}

function chosenFrom(
  { placement, callToAction }: Candidates['placements'][number],
  because: ChosenCallToAction['because'],
): ChosenCallToAction {
  return { callToAction, position: placement.position, because };
}

function isOpen({ enabled, startsAt, endsAt }: Placement, now: Date): boolean {
  const hasStarted = startsAt === undefined || new Date(startsAt) <= now;
  const hasEnded = endsAt !== undefined && new Date(endsAt) <= now;
  return enabled && hasStarted && !hasEnded;
}

/** The wanted position, or the end of the section that holds the last emergency card, whichever is later. */
function afterEmergencies(wanted: Position, article: Candidates['article']): Position {
  const lastEmergency = sectionNames.findLast((name) =>
    article[name].body.some((item) => item._type === 'careCard' && item.urgency === 'emergency'),
  );
  const order = sectionNames.map((name) => positionAfter[name]);
  const earliest = lastEmergency === undefined ? 0 : order.indexOf(positionAfter[lastEmergency]);
  return order[Math.max(earliest, order.indexOf(wanted))] ?? wanted;
}
