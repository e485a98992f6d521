import { ActionIcon, Group, Stack, Text } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { TimeInput } from '../../components/TimeInput';
import { faultOf, type Span } from './hoursValues';
import classes from './Hours.module.css';

interface SpansInputProps {
  /** Of which day, as it is read. */
  day: string;
  value: Span[];
  onChange: (spans: Span[]) => void;
  /** What is still empty is only complained of once it was to be saved. */
  isComplained: boolean;
}

/** The hours of one day: none, or some after each other. */
export function SpansInput({ day, value, onChange, isComplained }: SpansInputProps) {
  const { t } = useTranslation();
  const fault = faultOf(value);
  const set = (at: number, change: Partial<Span>) =>
    onChange(value.map((span, index) => (index === at ? { ...span, ...change } : span)));
  return (
    <Stack gap={6}>
      {value.map((span, at) => (
        // They have nothing of their own but their place.
        <Group key={at} gap={6} wrap="nowrap">
          {(['opens', 'closes'] as const).map((name) => (
            <Group key={name} gap={6} wrap="nowrap">
              {name === 'closes' && (
                <Text size="sm" c="var(--quiet)" aria-hidden>
                  –
                </Text>
              )}
              <TimeInput
                withDropdown={false}
                value={span[name]}
                onChange={(time) => set(at, { [name]: time.slice(0, 5) })}
                aria-label={t(name === 'opens' ? 'hours.from' : 'hours.to', { day })}
                hoursInputLabel={`${t(name === 'opens' ? 'hours.from' : 'hours.to', { day })}: ${t('appointments.hours')}`}
                minutesInputLabel={`${t(name === 'opens' ? 'hours.from' : 'hours.to', { day })}: ${t('appointments.minutes')}`}
                className={classes.time}
              />
            </Group>
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('hours.remove', { day, from: span.opens, to: span.closes })}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          >
            <X size={16} aria-hidden />
          </ActionIcon>
          {at === value.length - 1 && <Add day={day} onAdd={() => onChange([...value, blank])} />}
        </Group>
      ))}
      {value.length === 0 && (
        <Group gap="xs" className={classes.none}>
          <Text size="sm" c="var(--quiet)">
            {t('hours.off')}
          </Text>
          <Add day={day} onAdd={() => onChange([blank])} />
        </Group>
      )}
      {fault && (isComplained || fault !== 'hours.incomplete') && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {t(fault)}
        </Text>
      )}
    </Stack>
  );
}

const blank: Span = { opens: '', closes: '' };

function Add({ day, onAdd }: { day: string; onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <ActionIcon variant="default" aria-label={t('hours.add', { day })} onClick={onAdd}>
      <Plus size={16} aria-hidden />
    </ActionIcon>
  );
}
