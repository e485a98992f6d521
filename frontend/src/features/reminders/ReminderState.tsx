import { Badge } from '@mantine/core';
import { Ban, CalendarClock, Check, Hourglass, Send, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../api/shapes';

const looks: Record<Reminder['state'], { color: string; icon: LucideIcon }> = {
  planned: { color: 'gray', icon: CalendarClock },
  due: { color: 'yellow', icon: Send },
  sent: { color: 'pine', icon: Check },
  failed: { color: 'red', icon: TriangleAlert },
  expired: { color: 'gray', icon: Hourglass },
  superseded: { color: 'gray', icon: Ban },
};

/** Told by word and sign, not by colour alone. */
export function ReminderState({ state }: { state: Reminder['state'] }) {
  const { t } = useTranslation();
  const { color, icon: Icon } = looks[state];
  return (
    <Badge color={color} leftSection={<Icon size={13} aria-hidden />}>
      {t(`reminder.state.${state}`)}
    </Badge>
  );
}
