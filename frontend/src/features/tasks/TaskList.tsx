import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { To } from 'react-router';
import { CursorBar } from '../../components/CursorBar';
import { RecordTable } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useCan } from '../../session/useMe';
import { useListTasksQuery } from './api';
import { ChosenTasks } from './ChosenTasks';
import { useTaskColumns } from './taskColumns';
import type { TaskQuestion } from './taskQuestion';
import { useTaskChoice } from './useTaskChoice';

interface TaskListProps {
  question: TaskQuestion;
  cursor: string | undefined;
  onCursor: (cursor: string) => void;
  to: (id: number) => To;
  /** What stands where no task is. */
  empty: ReactNode;
  /** Some can be chosen, to do one thing with all of them. */
  mayChoose?: boolean;
}

export function TaskList({ question, cursor, onCursor, to, empty, mayChoose }: TaskListProps) {
  const { t } = useTranslation();
  const { data, error, isFetching, originalArgs, refetch } = useListTasksQuery({
    ...question,
    ...(cursor && { cursor }),
  });
  const key = JSON.stringify(question);
  const { choice, chosen, clear } = useTaskChoice(key, data?.results);
  const mayChange = useCan('scheduling.change_task');
  const columns = useTaskColumns(to, mayChoose && mayChange ? choice : undefined);
  const { cursor: _cursor, ...answered } = originalArgs ?? {};
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (data?.results.length === 0 && !data.previous && !data.next) return empty;
  return (
    <>
      <RecordTable
        label={t('tasks.title')}
        columns={columns}
        rows={data?.results}
        question={`${key}/${cursor ?? ''}`}
        subject={({ id }) => `task/${id}`}
        stale={isFetching && JSON.stringify(answered) !== key}
      />
      {data && <CursorBar next={data.next} previous={data.previous} onCursor={onCursor} />}
      {chosen.length > 0 && <ChosenTasks chosen={chosen} onClear={clear} />}
    </>
  );
}
