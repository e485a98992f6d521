import type { GymEvent } from '../../realtime/events.gen';
import type { Apply } from './lists';
import type { Figure } from './shapes';

/** Counts go by what an event says was done for the first time, or by the rows of today where it doesn't say. */
export const applyFigures: Apply<'figures'> = ({ figures }, event, { day, dayOf }) => {
  const find = (name: string) => figures.find((figure) => figure.name === name);
  const isToday = dayOf(event.time) === day;
  switch (event.type) {
    case 'check_in.recorded':
    case 'check_in.undone': {
      const visits = find('visits');
      if (visits && dayOf(event.data.at) === day) visits.count += event.type === 'check_in.recorded' ? 1 : -1;
      return true;
    }
    case 'customer.created':
    case 'customer.updated':
      return include(find('new_members'), event.data.id, event.data.joined_on === day);
    case 'customer.deleted':
      return false;
    case 'membership.sold':
    case 'membership.renewed':
    case 'membership.upgraded':
      if (isToday) sell(find('sold'), event.data);
      return true;
    // Sold by mistake: what is left of the amounts, the server knows. So it does when that is taken back.
    case 'membership.cancelled':
      return event.data.state !== 'void' || !find('sold')?.ids?.includes(event.data.id);
    case 'membership.restored':
      return !find('sold') || Boolean(find('sold')?.ids?.includes(event.data.id));
    default:
      return isAppointment(event)
        ? countBooking(find('bookings'), find('no_shows'), event, isToday, day, dayOf)
        : true;
  }
};

type AppointmentEvent = Extract<GymEvent, { type: `appointment.${string}` }>;
const isAppointment = (event: GymEvent): event is AppointmentEvent => event.type.startsWith('appointment.');

function countBooking(
  bookings: Figure | undefined,
  noShows: Figure | undefined,
  { data }: AppointmentEvent,
  isToday: boolean,
  day: string,
  dayOf: (instant: string) => string,
): boolean {
  if (bookings && isToday && data.version === 1) bookings.count += 1;
  return include(noShows, data.id, data.state === 'no_show' && dayOf(data.starts_at) === day);
}

function include(figure: Figure | undefined, id: number, belongs: boolean): boolean {
  if (!figure?.ids) return true;
  const others = figure.ids.filter((one) => one !== id);
  figure.ids = belongs ? [...others, id].sort((one, other) => one - other) : others;
  figure.count = figure.ids.length;
  return true;
}

function sell(
  figure: Figure | undefined,
  { id, price, currency }: { id: number; price: string; currency: string },
): void {
  if (!figure || figure.ids?.includes(id)) return;
  include(figure, id, true);
  const sum = figure.amounts.find((amount) => amount.currency === currency);
  if (sum) sum.amount = ((cents(sum.amount) + cents(price)) / 100).toFixed(2);
  else {
    figure.amounts.push({ currency, amount: (cents(price) / 100).toFixed(2) });
    figure.amounts.sort((one, other) => one.currency.localeCompare(other.currency));
  }
}

const cents = (amount: string) => Math.round(Number(amount) * 100);

/** What there is as a rule by this time of the day, of 96 quarters of an hour; for a date alone, in the whole day. */
export function usualBy({ usual, by_the_hour }: Figure, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const step = by_the_hour ? Math.floor((hours * 60 + minutes) / 15) : usual.length - 1;
  return usual[step] ?? 0;
}
