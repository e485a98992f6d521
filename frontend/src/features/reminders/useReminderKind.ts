import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../api/shapes';

/** What a reminder is about, in words. */
export function useReminderKind(): (reminder: Reminder) => string {
  const { t } = useTranslation();
  return ({ kind }) => t(`reminder.kind.${kind}`);
}
