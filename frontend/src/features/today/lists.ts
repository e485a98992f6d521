import type { EventOf, EventType } from '../../realtime/event';
import type { GymEvent } from '../../realtime/events.gen';
import { fullName } from '../../i18n/fullName';
import { byTime, put, type Kind, type Listed } from './listed';
import type { Arrival, Card, EndingRow, OneToOne, Place, ReminderRow, SessionRow, TaskRow } from './shapes';

/** Rows as the server keeps them, and as few as a card shows. */
export const kinds = {
  arrivals: {
    compare: (one, other) => -byTime<Arrival>(({ at }) => at)(one, other),
    most: 50,
    fewest: 8,
  } satisfies Kind<Arrival>,
  ending: {
    compare: (one, other) => one.ends_on.localeCompare(other.ends_on) || one.id - other.id,
    most: 50,
    fewest: 8,
  } satisfies Kind<EndingRow>,
  classes: { compare: byTime<SessionRow>(({ starts_at }) => starts_at), most: 100, fewest: 100 },
  oneToOnes: { compare: byTime<OneToOne>(({ starts_at }) => starts_at), most: 100, fewest: 100 },
  tasks: {
    compare: (one, other) =>
      Date.parse(one.due_at) - Date.parse(other.due_at) || other.priority - one.priority || one.id - other.id,
    most: 50,
    fewest: 8,
  } satisfies Kind<TaskRow>,
  planned: { compare: byTime<ReminderRow>(({ due_at }) => due_at), most: 30, fewest: 5 },
  over: {
    compare: (one, other) => Date.parse(other.due_at) - Date.parse(one.due_at) || one.id - other.id,
    most: 30,
    fewest: 5,
  } satisfies Kind<ReminderRow>,
};

/** Each brings its card up to date by one event; false when the card is to be read again. */
export type Apply<Name extends keyof Card> = (card: Card[Name], event: GymEvent, at: Place) => boolean;

export const applyArrivals: Apply<'arrivals'> = (card, event, { day, dayOf }) => {
  switch (event.type) {
    case 'check_in.recorded':
    case 'check_in.undone': {
      const { picture, ...data } = event.data;
      if (dayOf(data.at) !== day) return true;
      const isNew = event.type === 'check_in.recorded';
      const known = card.rows.find((row) => row.picture?.id === picture)?.picture ?? null;
      const row: Arrival | null = data.undone_at ? null : { ...data, picture: known };
      const isTrue = put(card, { id: data.id, row, was: !isNew }, kinds.arrivals);
      return isTrue && (row === null || picture === null || known !== null);
    }
    case 'customer.picture_changed':
      return !card.rows.some(({ customer }) => customer === event.data.id);
    // Rows name plans, and don't say which.
    case 'plan.changed':
      return false;
    default:
      return rename(card, event);
  }
};

export const applyEnding: Apply<'ending'> = (card, event, { day, lastDay }) => {
  if (isOf(event, 'membership.')) {
    const { data } = event;
    const held = card.rows.find(({ id }) => id === data.id);
    // What another one ended, or hid, may come back with this one gone.
    if (data.state === 'void') return false;
    const others = card.rows.filter((row) => row.customer === data.customer && row.id !== data.id);
    const followed = others.filter((row) => row.starts_on < data.starts_on);
    const isTrue = followed
      .map(({ id }) => put(card, { id, row: null, was: true }, kinds.ending))
      .every(Boolean);
    const { id, customer, customer_name, plan, plan_name, colour, starts_on, ends_on, version } = data;
    const belongs = ends_on !== null && day <= ends_on && ends_on <= lastDay;
    if (held) {
      const row = { id, customer, customer_name, plan, plan_name, colour, starts_on, ends_on, version };
      return put(card, { id, row: belongs ? (row as EndingRow) : null, was: true }, kinds.ending) && isTrue;
    }
    const changesNothing = event.type === 'membership.paid' || event.type === 'membership.visits_counted';
    if (changesNothing) return isTrue;
    // Whether another one follows it isn't told; nor, in a list that isn't held whole, what the others are.
    return isTrue && !belongs && card.count === card.rows.length;
  }
  if (event.type === 'plan.changed') {
    for (const row of card.rows.filter(({ plan }) => plan === event.data.id)) {
      Object.assign(row, { plan_name: event.data.name, colour: event.data.colour });
    }
    return true;
  }
  return rename(card, event);
};

export const applyClasses: Apply<'classes'> = (card, event, { day, dayOf }) => {
  switch (event.type) {
    case 'session.planned':
    case 'session.changed':
    case 'session.cancelled': {
      const row = event.data;
      const belongs = dayOf(row.starts_at) === day && (card.trainer === null || card.trainer === row.trainer);
      const was = row.version === 1 ? false : null;
      return put(card, { id: row.id, row: belongs ? row : null, was }, kinds.classes);
    }
    case 'session.removed':
      return put(card, { id: event.data.id, row: null, was: null }, kinds.classes);
    case 'session.seats_changed': {
      const held = card.rows.find(({ id }) => id === event.data.id);
      if (held) Object.assign(held, event.data);
      return true;
    }
    case 'service.changed':
      for (const row of card.rows.filter(({ service }) => service === event.data.id)) {
        row.service_name = event.data.name;
        row.colour = event.data.colour;
      }
      return true;
    case 'room.changed':
      for (const row of card.rows.filter(({ room }) => room === event.data.id))
        row.room_name = event.data.name;
      return true;
    case 'staff.changed':
      return !card.rows.some(
        ({ trainer, stands_in_for }) => trainer === event.data.id || stands_in_for === event.data.id,
      );
    default:
      return true;
  }
};

export const applyOneToOnes: Apply<'one_to_ones'> = (card, event, { day, dayOf }) => {
  if (isOf(event, 'appointment.')) {
    const { id, customer, customer_name, service_name, trainer, trainer_name, room_name } = event.data;
    const { session, starts_at, ends_at, state, version } = event.data;
    const row = { id, customer, customer_name, service_name, trainer, trainer_name, room_name };
    const belongs =
      session === null &&
      state !== 'cancelled' &&
      dayOf(starts_at) === day &&
      (card.trainer === null || card.trainer === trainer);
    const was = version === 1 || session !== null ? false : null;
    const shown = belongs ? { ...row, starts_at, ends_at, state, version } : null;
    return put(card, { id, row: shown, was }, kinds.oneToOnes);
  }
  if (event.type === 'service.changed' || event.type === 'room.changed') return card.rows.length === 0;
  if (event.type === 'staff.changed') return !card.rows.some(({ trainer }) => trainer === event.data.id);
  return rename(card, event);
};

export const applyTasks: Apply<'tasks'> = (card, event, { day, dayOf, viewer }) => {
  if (event.type === 'task.withdrawn') {
    return put(card, { id: event.data.id, row: null, was: null }, kinds.tasks);
  }
  if (isOf(event, 'task.') && 'due_at' in event.data) {
    const { id, title, assignee, assignee_name, role, due_at, priority, state } = event.data;
    const { customer, customer_name, created_by, version } = event.data;
    const isTheirs =
      viewer.seesEveryTask ||
      assignee === viewer.id ||
      created_by === viewer.id ||
      viewer.roles.includes(role);
    const isOpen = state === 'open' || state === 'in_progress';
    const row = {
      ...{ id, title, assignee, assignee_name, role: role as TaskRow['role'], due_at: due_at ?? '' },
      ...{ priority, state, customer, customer_name, created_by, version },
    };
    const belongs = isTheirs && isOpen && due_at !== null && dayOf(due_at) <= day;
    return put(card, { id, row: belongs ? row : null, was: version === 1 ? false : null }, kinds.tasks);
  }
  if (event.type === 'staff.changed') return !card.rows.some(({ assignee }) => assignee === event.data.id);
  return rename(card, event);
};

export const applyReminders: Apply<'reminders'> = (card, event, { day, dayOf }) => {
  if (isOf(event, 'reminder.')) {
    const { id, kind, subject, customer, customer_name, due_at, state, detail, version } = event.data;
    if (dayOf(due_at) !== day) return true;
    const row = { id, kind, subject, customer, customer_name, due_at, state, detail, version };
    const isNew = event.type === 'reminder.planned';
    const isAhead = state === 'planned' || state === 'due';
    const isFailed = state === 'failed' || state === 'expired';
    return [
      // It is ahead until it is over, and over once.
      put(card.planned, { id, row: isAhead ? row : null, was: !isNew }, kinds.planned),
      put(card.sent, { id, row: state === 'sent' ? row : null, was: false }, kinds.over),
      put(card.failed, { id, row: isFailed ? row : null, was: false }, kinds.over),
    ].every(Boolean);
  }
  return [card.planned, card.sent, card.failed].map((list) => rename(list, event)).every(Boolean);
};

/** A member is called something else now, or has gone with all that was theirs. */
function rename(
  card: Listed<{ id: number; customer: number | null; customer_name: string | null }>,
  event: GymEvent,
): boolean {
  if (event.type === 'customer.deleted') return false;
  if (event.type === 'customer.updated') {
    for (const row of card.rows) if (row.customer === event.data.id) row.customer_name = fullName(event.data);
  }
  return true;
}

type Of<Start extends string> = EventOf<Extract<EventType, `${Start}${string}`>>;

function isOf<Start extends string>(event: GymEvent, start: Start): event is Of<Start> & GymEvent {
  return event.type.startsWith(start);
}
