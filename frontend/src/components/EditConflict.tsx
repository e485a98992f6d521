import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog';
import classes from './EditConflict.module.css';
import type { Choice, Clash } from './useMergedEdit';

interface EditConflictProps<Values> {
  clashes: Clash<Values>[];
  /** The name of a field, and a value of it as it is read. */
  labelOf: (field: keyof Values & string) => string;
  show?: (field: keyof Values & string, value: unknown) => string;
  onResolve: (choices: Partial<Record<string, Choice>>) => unknown;
  onClose: () => void;
}

/** Two people have set the same fields: both values of each, to choose from. Closed, everything typed is still in the form. */
export function EditConflict<Values>(props: EditConflictProps<Values>) {
  const { clashes, labelOf, show = (_field, value) => String(value ?? ''), onResolve, onClose } = props;
  const { t } = useTranslation();
  const [choices, setChoices] = useState<Partial<Record<string, Choice>>>({});
  const isDecided = clashes.every(({ field }) => choices[field]);
  return (
    <Dialog
      opened={clashes.length > 0}
      onClose={onClose}
      title={t('conflict.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack>
        <Text>{t('conflict.text', { count: clashes.length })}</Text>
        {clashes.map(({ field, mine, theirs }) => (
          <Radio.Group
            key={field}
            label={labelOf(field)}
            value={choices[field] ?? null}
            onChange={(choice) => setChoices((made) => ({ ...made, [field]: choice }))}
          >
            <div className={classes.pair}>
              {(
                [
                  ['theirs', theirs],
                  ['mine', mine],
                ] as const
              ).map(([choice, value]) => (
                <Radio.Card key={choice} value={choice} className={classes.card} p="sm" radius="md">
                  <Group wrap="nowrap" align="flex-start" gap="sm">
                    <Radio.Indicator />
                    <div>
                      <Text size="sm" c="var(--quiet)">
                        {t(`conflict.${choice}`)}
                      </Text>
                      <Text className={classes.value}>{show(field, value) || t('conflict.empty')}</Text>
                    </div>
                  </Group>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('conflict.back')}
          </Button>
          <Button disabled={!isDecided} onClick={() => void onResolve(choices)}>
            {t('conflict.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
