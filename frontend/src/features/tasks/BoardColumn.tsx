import { useDroppable } from '@dnd-kit/core';
import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import { RequestFailed } from '../../components/RequestFailed';
import { useDates } from '../../i18n/dates';
import { useListTasksQuery } from './api';
import { BoardCard } from './BoardCard';
import { questionOf, type Asked, type TaskState } from './taskQuestion';
import classes from './Tasks.module.css';

const SHOWN = 30;

interface BoardColumnProps {
  state: TaskState;
  asked: Asked;
  to: (id: number) => To;
  mayMove: boolean;
  /** What is being dragged can't come here. */
  isClosed: boolean;
}

/** The tasks of one state: the soonest first, of what is closed the latest. */
export function BoardColumn({ state, asked, to, mayMove, isClosed }: BoardColumnProps) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const { setNodeRef, isOver } = useDroppable({ id: state, disabled: isClosed });
  const isToDo = state === 'open' || state === 'in_progress';
  const { data, error, refetch } = useListTasksQuery({
    ...questionOf({ ...asked, state, ordering: isToDo ? 'due' : '-created' }, timeZone),
    page_size: SHOWN,
  });
  const heading = `tasks-${state}`;
  const more = new URLSearchParams({ state, ...(asked.whose && { whose: asked.whose }) });
  return (
    <section
      ref={setNodeRef}
      className={classes.column}
      aria-labelledby={heading}
      data-over={isOver || undefined}
      data-closed={isClosed || undefined}
    >
      <Group justify="space-between" mb="sm" wrap="nowrap">
        <Title order={2} size="h5" id={heading}>
          {t(`tasks.state.${state}`)}
        </Title>
        {data && (
          <Text size="sm" c="var(--quiet)">
            {data.results.length}
            {data.next && '+'}
          </Text>
        )}
      </Group>
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : !data ? (
        <Stack gap="xs" aria-busy>
          {[64, 64, 64].map((height, at) => (
            <Skeleton key={at} h={height} />
          ))}
        </Stack>
      ) : data.results.length === 0 ? (
        <Text size="sm" c="var(--quiet)">
          {t('tasks.noneHere')}
        </Text>
      ) : (
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {data.results.map((task) => (
            <li key={task.id}>
              <BoardCard task={task} to={to} mayMove={mayMove} />
            </li>
          ))}
        </Stack>
      )}
      {data?.next && (
        <Anchor component={Link} to={`/tasks?${more.toString()}`} size="sm" mt="sm" display="inline-block">
          {t('tasks.all')}
        </Anchor>
      )}
    </section>
  );
}
