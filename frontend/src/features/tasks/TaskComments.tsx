import { Button, Group, Skeleton, Stack, Text, Textarea } from '@mantine/core';
import { Send } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../api/shapes';
import { useRefusal } from '../../components/formErrors';
import { Portrait } from '../../components/Person';
import { RequestFailed } from '../../components/RequestFailed';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useAddCommentMutation, useListTaskCommentsQuery } from './api';
import classes from './Tasks.module.css';

const LONGEST = 2000;

/** What the staff say to each other about it, the latest first. */
export function TaskComments({ task }: { task: Task }) {
  const { t } = useTranslation();
  const { moment } = useDates();
  const mayComment = useCan('scheduling.change_task');
  const { data, error, refetch } = useListTaskCommentsQuery(task.id);
  const [add, { isLoading, error: refused }] = useAddCommentMutation();
  const [text, setText] = useState('');
  const refusal = useRefusal();
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const said = text.trim();
    if (!said) return;
    const { data: added } = await add({ id: task.id, text: said });
    if (added) setText('');
  };
  return (
    <Stack gap="md">
      {mayComment && (
        <form onSubmit={(event) => void send(event)} aria-label={t('tasks.comment')}>
          <UnsavedGuard dirty={text.trim() !== ''} />
          <Textarea
            label={t('tasks.comment')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={LONGEST}
            autosize
            minRows={2}
            maxRows={8}
            error={refused && refusal(refused)}
          />
          <Button
            type="submit"
            variant="light"
            size="sm"
            mt="xs"
            loading={isLoading}
            disabled={text.trim() === ''}
            leftSection={<Send size={15} aria-hidden />}
          >
            {t('tasks.say')}
          </Button>
        </form>
      )}
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : !data ? (
        <Skeleton h={48} aria-busy />
      ) : data.results.length === 0 ? (
        <Text c="var(--quiet)">{t('tasks.noComments')}</Text>
      ) : (
        <Stack component="ul" gap="md" m={0} p={0}>
          {data.results.map(({ id, author_name: name, text: said, created_at: at }) => (
            <Group key={id} component="li" gap="sm" align="flex-start" wrap="nowrap">
              <Portrait name={name ?? '?'} />
              <div style={{ minWidth: 0 }}>
                <Text size="sm">
                  <b>{name ?? t('history.formerly')}</b>{' '}
                  <Text span c="var(--quiet)">
                    {moment(at)}
                  </Text>
                </Text>
                <Text className={classes.prose}>{said}</Text>
              </div>
            </Group>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
