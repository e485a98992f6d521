import type { Arrangement, CardName } from './api';

/** Every card, as the page comes; who is online is known by presence. */
export const usual = [
  'figures',
  'arrivals',
  'classes',
  'one_to_ones',
  'tasks',
  'ending',
  'reminders',
  'online',
] as const satisfies readonly (CardName | 'online')[];
export type ArrangedCard = (typeof usual)[number];

/** What each is called. */
export const titles = {
  figures: 'today.figures',
  arrivals: 'today.arrivals',
  classes: 'today.classes',
  one_to_ones: 'today.oneToOnes',
  tasks: 'today.tasks',
  ending: 'today.ending',
  reminders: 'today.reminders',
  online: 'presence.online',
} as const satisfies Record<ArrangedCard, string>;

/** All cards in the person's order; those that it doesn't name come last, as they usually do. */
export function inOrder({ order }: Pick<Arrangement, 'order'>): ArrangedCard[] {
  const place = (card: ArrangedCard) => (order.includes(card) ? order.indexOf(card) : order.length);
  return [...usual].sort((one, other) => place(one) - place(other));
}

/** With this card a place earlier or later. */
export function moved(cards: readonly ArrangedCard[], card: ArrangedCard, by: -1 | 1): ArrangedCard[] {
  const rest = cards.filter((one) => one !== card);
  rest.splice(cards.indexOf(card) + by, 0, card);
  return rest;
}
