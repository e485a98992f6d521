import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import type { TimetableOutcome } from '../../api/shapes';
import { RecordDrawer } from '../../components/RecordDrawer';
import { confirmDone } from '../../components/toast';
import { saved } from '../../components/UnsavedGuard';
import { useDates } from '../../i18n/dates';
import { NewClassForm } from './NewClassForm';

/** A new class, once or week after week. Days on which it can't be are named before the drawer closes. */
export function NewClassDrawer() {
  const { t } = useTranslation();
  const dates = useDates();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [outcome, setOutcome] = useState<TimetableOutcome | null>(null);
  const close = (isSaved: boolean) =>
    void navigate({ pathname: '/schedule', search }, isSaved ? { state: saved } : {});
  return (
    <RecordDrawer title={t('newClass.title')} onClose={() => close(false)} isForm>
      {outcome ? (
        <Stack>
          <Text role="status">{t('newClass.made', { made: outcome.made })}</Text>
          <Alert color="ember" title={t('newClass.notMade')}>
            <List size="sm">
              {outcome.conflicts.map(({ occurrence, message }) => (
                <List.Item key={occurrence}>
                  {dates.longDay(occurrence)}: {message}
                </List.Item>
              ))}
            </List>
          </Alert>
          <Button onClick={() => close(false)}>{t('action.close')}</Button>
        </Stack>
      ) : (
        <NewClassForm
          onAdded={(name) => {
            confirmDone(t('newClass.added', { name }));
            close(true);
          }}
          onTimetable={(made) => {
            if (made.conflicts.length > 0) {
              setOutcome(made);
              return;
            }
            confirmDone(t('newClass.made', { made: made.made }));
            close(true);
          }}
        />
      )}
    </RecordDrawer>
  );
}
