import { useMediaQuery } from '@mantine/hooks';
import { useListQuestion } from '../../components/useListQuestion';
import { daysLater, firstDayOfWeek, isDate, today, useDates, weekdayOf } from '../../i18n/dates';
import { useMe } from '../../session/useMe';
import type { OneToOne, SessionListArgs, SessionRow } from './api';

export const views = ['week', 'day', 'agenda'] as const;
export type View = (typeof views)[number];

export const DAYS = 7;

/** Which days are looked at and how, and of whom and where: all of it stands in the address. */
export function useScheduleQuestion() {
  const { params, ask } = useListQuestion();
  const { timeZone, locale } = useDates();
  const { is_staff: isStaff } = useMe();
  const isPhone = useMediaQuery('(width < 48em)', undefined, { getInitialValueInEffect: false });
  const hasGrid = isStaff && !isPhone;
  const wanted = views.find((known) => known === params.get('view')) ?? 'week';
  const view: View = hasGrid ? wanted : 'agenda';
  const now = today(timeZone);
  const asDate = params.get('date') ?? '';
  const date = isDate(asDate) ? asDate : now;
  // An agenda begins with the day; a day of the calendar is one of the week that is there already.
  const from = view === 'agenda' ? date : weekStart(date, firstDayOfWeek(locale));
  const asked: SessionListArgs = { from, to: daysLater(from, DAYS - 1), timeZone };
  const trainer = Number(params.get('trainer')) || null;
  const room = Number(params.get('room')) || null;
  const withOneToOnes = view !== 'agenda' && params.get('with') === 'one-to-ones';
  const goTo = (day: string) => ask({ date: day === now ? '' : day });
  return {
    view,
    hasGrid,
    date,
    asked,
    trainer,
    room,
    ask,
    withOneToOnes,
    isFiltered: trainer !== null || room !== null,
    isMeant: (one: Pick<SessionRow, 'trainer' | 'room'> | OneToOne) =>
      (trainer === null || one.trainer === trainer) && (room === null || one.room === room),
    isNow: view === 'day' || view === 'agenda' ? date === now : from <= now && now < daysLater(from, DAYS),
    goToNow: () => goTo(now),
    step: (direction: 1 | -1) => goTo(daysLater(date, direction * (view === 'day' ? 1 : DAYS))),
    show: (as: View) => ask({ view: as === 'week' ? '' : as }),
    showDay: (day: string) => ask({ view: 'day', date: day === now ? '' : day }),
  };
}

export type ScheduleQuestion = ReturnType<typeof useScheduleQuestion>;

/** `first` counts from Sunday, 0. */
export function weekStart(date: string, first: 0 | 1 | 6): string {
  return daysLater(date, -((weekdayOf(date) - first + 7) % 7));
}
