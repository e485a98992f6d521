import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Instant from 'temporal-polyfill/fns/Instant';
import * as Now from 'temporal-polyfill/fns/Now';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as PlainTime from 'temporal-polyfill/fns/PlainTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { useMe } from '../session/useMe';

/**
 * The person's own region where it speaks the language of the screen: an English screen in Berlin has 24 hours. What a
 * browser prefers isn't always a locale (`en-US@posix` on a machine without one), and `Intl` throws at what is none.
 */
export function formatLocale(language: string, preferred: readonly string[] = navigator.languages): string {
  const tag = language === 'zh-hans' ? 'zh-CN' : language;
  return preferred.find((locale) => isRegionOf(tag, locale)) ?? tag;
}

function isRegionOf(tag: string, locale: string): boolean {
  if (locale.split('-')[0] !== tag.split('-')[0] || !locale.includes('-')) return false;
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}

/** Days of the week as Mantine counts them: 0 is Sunday. */
export function firstDayOfWeek(locale: string): 0 | 1 | 6 {
  const { firstDay } = weekInfo(new Intl.Locale(locale)) ?? { firstDay: 1 };
  if (firstDay === 7) return 0;
  return firstDay === 6 ? 6 : 1;
}

interface WeekInfo {
  firstDay: number;
}

function weekInfo(locale: Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo }) {
  return locale.getWeekInfo?.() ?? locale.weekInfo;
}

/** A wall-clock date (`2026-03-29`) and time (`18:00`) in the centre's zone. */
export interface WallTime {
  date: string;
  time: string;
}

// Temporal by its functions and not its classes: of those, every page would carry the whole.
const dateOf = (isoDate: string) => PlainDate.fromString(isoDate, getISO);
const zonedAt = (instant: string, timeZone: string) =>
  Instant.toZonedDateTimeISO(Instant.fromString(instant), timeZone);

export function wallTimeAt(instant: string, timeZone: string): WallTime {
  const local = zonedAt(instant, timeZone);
  return {
    date: PlainDate.toString(ZonedDateTime.toPlainDate(local)),
    time: PlainTime.toString(ZonedDateTime.toPlainTime(local), { smallestUnit: 'minute' }),
  };
}

/** A time that does not exist moves forward by the gap; of one that exists twice, the first. */
export function instantOf({ date, time }: WallTime, timeZone: string): string {
  const local = PlainDate.toZonedDateTime(dateOf(date), { timeZone, plainTime: PlainTime.fromString(time) });
  return Instant.toString(ZonedDateTime.toInstant(local));
}

export function minutesLater(instant: string, minutes: number): string {
  return Instant.toString(Instant.addMinutes(Instant.fromString(instant), minutes));
}

export function today(timeZone: string): string {
  return PlainDate.toString(Now.plainDateISO(timeZone));
}

export function tomorrow(timeZone: string): string {
  return daysLater(today(timeZone), 1);
}

export function daysLater(isoDate: string, days: number): string {
  return PlainDate.toString(PlainDate.addDays(dateOf(isoDate), days));
}

/** 1 is Monday. */
export function weekdayOf(isoDate: string): number {
  return PlainDate.dayOfWeek(dateOf(isoDate));
}

/** Whether a date as it is written (`2026-02-30` isn't) is one. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return PlainDate.toString(dateOf(text)) === text;
  } catch {
    return false;
  }
}

/** Whether a clock on the person's wall shows something else than the centre's at that instant. */
export function zoneDiffers(timeZone: string, instant: string, own = Now.timeZoneId()): boolean {
  return ZonedDateTime.offset(zonedAt(instant, timeZone)) !== ZonedDateTime.offset(zonedAt(instant, own));
}

/** Formats for screens behind the session: instants in the centre's zone, in the person's language and customs. */
export function useDates() {
  const { time_zone: timeZone } = useMe();
  const { i18n } = useTranslation();
  return useMemo(() => {
    const locale = formatLocale(i18n.language);
    const dayFormat = new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
    });
    const timeFormat = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
    const momentFormat = new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    const dateFormat = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' });
    const longDayFormat = new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      weekday: 'long',
      day: 'numeric',
      month: 'long',
    });
    const asDate = (isoDate: string) => new Date(`${isoDate}T00:00:00Z`);
    return {
      timeZone,
      locale,
      /** A date that people mean as a date, such as a birthday: it has no zone. */
      date: (isoDate: string) => dateFormat.format(asDate(isoDate)),
      longDay: (isoDate: string) => longDayFormat.format(asDate(isoDate)),
      /** From one date to another, both inclusive. */
      span: (from: string, to: string) => dateFormat.formatRange(asDate(from), asDate(to)),
      /** The date at the centre. */
      dayOf: (instant: string) => wallTimeAt(instant, timeZone).date,
      day: (instant: string) => dayFormat.format(new Date(instant)),
      moment: (instant: string) => momentFormat.format(new Date(instant)),
      time: (instant: string) => timeFormat.format(new Date(instant)),
    };
  }, [i18n.language, timeZone]);
}
