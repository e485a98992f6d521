import { Group, Text } from '@mantine/core';
import { Clock3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDates, zoneDiffers } from '../i18n/dates';

/** Says whose clock the times are on, to whoever has another. `at` is an instant; now, when none is chosen yet. */
export function ZoneNote({ at }: { at?: string | undefined }) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  if (!zoneDiffers(timeZone, at ?? new Date().toISOString())) return null;
  return (
    <Group gap={6} c="var(--quiet)" wrap="nowrap">
      <Clock3 size={16} aria-hidden />
      <Text size="sm">{t('zone.centre', { zone: timeZone.replaceAll('_', ' ') })}</Text>
    </Group>
  );
}
