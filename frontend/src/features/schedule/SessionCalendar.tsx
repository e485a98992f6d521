import FullCalendar, { type EventDisplayInfo, type EventInput } from '@fullcalendar/react';
import zhCn from '@fullcalendar/react/locales/zh-cn';
import interaction from '@fullcalendar/react/interaction';
import theme from '@fullcalendar/react/themes/classic';
import timeGrid from '@fullcalendar/react/timegrid';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { createPath, useLocation, useNavigate } from 'react-router';
import { useNow } from '../../components/useNow';
import { firstDayOfWeek, useDates, wallTimeAt } from '../../i18n/dates';
import { useFreshSubjects } from '../../realtime/freshness';
import { useCan } from '../../session/useMe';
import type { OneToOne, SessionRow } from './api';
import './calendar.css';
import { MoveSession, type Move } from './MoveSession';
import { OneToOneBlock } from './OneToOneBlock';
import { SessionBlock } from './SessionBlock';
import type { ScheduleQuestion } from './useScheduleQuestion';

interface SessionCalendarProps {
  question: ScheduleQuestion;
  view: 'week' | 'day';
  sessions: SessionRow[];
  /** Beside the classes, where they were asked for. */
  oneToOnes: OneToOne[];
}

/** A class's hour is cut off at neither end, and a centre that sleeps late has no empty morning. */
const EARLIEST = 7;
const LATEST = 21;

/** The sessions of a week or a day on the clock of the centre. Each is a link, reached by the keyboard in their order. */
export function SessionCalendar({ question, view, sessions, oneToOnes }: SessionCalendarProps) {
  const { t, i18n } = useTranslation();
  const { locale, timeZone } = useDates();
  const navigate = useNavigate();
  const { search } = useLocation();
  const fresh = useFreshSubjects([
    ...sessions.map(({ id }) => `session/${id}`),
    ...oneToOnes.map(({ id }) => `appointment/${id}`),
  ]);
  const { date, asked } = question;
  const canMove = useCan('scheduling.change_session');
  const now = useNow();
  const [move, setMove] = useState<Move | null>(null);
  const hours = hoursOf([...sessions, ...oneToOnes], timeZone);

  return (
    <div className="schedule-calendar">
      <FullCalendar
        key={`${view}/${view === 'day' ? date : asked.from}/${locale}`}
        plugins={[timeGrid, interaction, theme]}
        snapDuration="00:05:00"
        eventDurationEditable={false}
        eventDrop={({ event, revert }) => {
          if (!event.start) return;
          const session = event.extendedProps.session as SessionRow;
          setMove({ session, startsAt: event.start.toISOString(), revert });
        }}
        locales={[zhCn]}
        locale={i18n.language === 'zh-hans' ? 'zh-cn' : locale}
        timeZone={timeZone}
        firstDay={firstDayOfWeek(locale)}
        initialView={view === 'day' ? 'timeGridDay' : 'timeGridWeek'}
        initialDate={view === 'day' ? date : asked.from}
        headerToolbar={false}
        allDaySlot={false}
        height="auto"
        nowIndicator
        slotMinTime={hours.from}
        slotMaxTime={hours.to}
        slotDuration="00:30:00"
        slotMinHeight={32}
        slotHeaderInterval="01:00:00"
        slotHeaderFormat={{ hour: '2-digit', minute: '2-digit' }}
        dayHeaderFormat={{ weekday: 'short', day: 'numeric', month: 'numeric' }}
        timedText={t('schedule.timed')}
        slotEventOverlap={false}
        eventMinHeight={28}
        events={[
          ...sessions.map((session) =>
            eventOf(
              session,
              createPath({ pathname: `/schedule/${session.id}`, search }),
              canMove && Date.parse(session.starts_at) > now,
            ),
          ),
          ...oneToOnes.map(eventOfOneToOne),
        ]}
        eventContent={(info: EventDisplayInfo) => {
          const { session, oneToOne } = info.event.extendedProps as Shown;
          if (oneToOne) return <OneToOneBlock appointment={oneToOne} isShort={isShort(oneToOne)} />;
          return <SessionBlock session={session} isShort={isShort(session)} />;
        }}
        eventClass={(info: EventDisplayInfo) => classOf(info, fresh)}
        eventClick={({ event, jsEvent }) => {
          const wantsTab = jsEvent.metaKey || jsEvent.ctrlKey || jsEvent.shiftKey;
          if (wantsTab) return;
          jsEvent.preventDefault();
          void navigate(event.url);
        }}
      />
      {move && <MoveSession move={move} onClose={() => setMove(null)} />}
    </div>
  );
}

function eventOf(session: SessionRow, url: string, canMove: boolean): EventInput {
  return {
    id: String(session.id),
    title: session.service_name,
    start: session.starts_at,
    end: session.ends_at,
    url,
    color: `color-mix(in oklab, ${session.colour} var(--service-tint), var(--surface))`,
    contrastColor: 'var(--mantine-color-text)',
    startEditable: canMove && session.state === 'planned',
    extendedProps: { session },
  };
}

function eventOfOneToOne(oneToOne: OneToOne): EventInput {
  return {
    id: `one-to-one/${oneToOne.id}`,
    title: oneToOne.customer_name,
    start: oneToOne.starts_at,
    end: oneToOne.ends_at,
    url: `/appointments/${oneToOne.id}`,
    color: 'var(--surface)',
    contrastColor: 'var(--mantine-color-text)',
    startEditable: false,
    extendedProps: { oneToOne },
  };
}

/** What an event of the calendar stands for. */
type Shown = { session: SessionRow; oneToOne?: never } | { session?: never; oneToOne: OneToOne };

function classOf({ event }: EventDisplayInfo, fresh: Readonly<Record<string, number>>): string {
  const { session, oneToOne } = event.extendedProps as Shown;
  const names = ['schedule-event'];
  if (oneToOne) names.push('schedule-event-one-to-one');
  if (session?.state === 'cancelled') names.push('schedule-event-cancelled');
  if ((oneToOne ? `appointment/${oneToOne.id}` : `session/${event.id}`) in fresh)
    names.push('schedule-event-fresh');
  return names.join(' ');
}

/** Too short for a third line. */
const SHORT_MS = 50 * 60_000;

function isShort({ starts_at, ends_at }: Timed): boolean {
  return Date.parse(ends_at) - Date.parse(starts_at) <= SHORT_MS;
}

type Timed = Pick<SessionRow, 'starts_at' | 'ends_at'>;

function hoursOf(sessions: Timed[], timeZone: string) {
  let from = EARLIEST;
  let to = LATEST;
  for (const { starts_at, ends_at } of sessions) {
    const start = wallTimeAt(starts_at, timeZone);
    const end = wallTimeAt(ends_at, timeZone);
    from = Math.min(from, Number(start.time.slice(0, 2)));
    const last =
      end.date === start.date ? Math.ceil(Number(end.time.slice(0, 2)) + Number(end.time.slice(3)) / 60) : 24;
    to = Math.max(to, last);
  }
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00:00`;
  return { from: clock(from), to: clock(to) };
}
