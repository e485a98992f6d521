import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Temporal } from 'temporal-polyfill';
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

export function wallTimeAt(instant: string, timeZone: string): WallTime {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return {
    date: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}

/** A time that does not exist moves forward by the gap; of one that exists twice, the first. */
export function instantOf({ date, time }: WallTime, timeZone: string): string {
  return Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .toInstant()
    .toString();
}

export function minutesLater(instant: string, minutes: number): string {
  return Temporal.Instant.from(instant).add({ minutes }).toString();
}

export function today(timeZone: string): string {
  return Temporal.Now.plainDateISO(timeZone).toString();
}

export function tomorrow(timeZone: string): string {
  return Temporal.Now.plainDateISO(timeZone).add({ days: 1 }).toString();
}

export function daysLater(isoDate: string, days: number): string {
  return Temporal.PlainDate.from(isoDate).add({ days }).toString();
}

/** Whether a clock on the person's wall shows something else than the centre's at that instant. */
export function zoneDiffers(timeZone: string, instant: string, own = Temporal.Now.timeZoneId()): boolean {
  const at = Temporal.Instant.from(instant);
  return at.toZonedDateTimeISO(timeZone).offset !== at.toZonedDateTimeISO(own).offset;
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
