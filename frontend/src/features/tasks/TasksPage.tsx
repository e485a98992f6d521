import { Button, Group } from '@mantine/core';
import { ListTodo, Plus, SearchX } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { PageHeader } from '../../components/PageHeader';
import { SavedViews } from '../../components/SavedViews';
import { useListQuestion } from '../../components/useListQuestion';
import { ZoneNote } from '../../components/ZoneNote';
import { useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { Notice } from '../../components/Notice';
import { TaskFilters } from './TaskFilters';
import { TaskList } from './TaskList';
import { askedOf, isNarrowed, nothing, questionOf, viewOf } from './taskQuestion';
import { useTaskViews } from './useTaskViews';

const TaskBoard = lazy(async () => ({ default: (await import('./TaskBoard')).TaskBoard }));

/** What the staff have to do: each sees their own and their role's, managers all. */
export function TasksPage() {
  const { t } = useTranslation();
  const { search } = useLocation();
  const { timeZone } = useDates();
  const { params, ask } = useListQuestion();
  const mayAdd = useCan('scheduling.add_task');
  const views = useTaskViews();
  const asked = askedOf(params);
  const isBoard = params.get('as') === 'board';
  const to = (path: string | number) => ({ pathname: `/tasks/${path}`, search });
  const addButton = mayAdd && (
    <Button component={Link} to={to('new')} leftSection={<Plus size={18} aria-hidden />}>
      {t('tasks.add')}
    </Button>
  );
  const empty = isNarrowed(asked) ? (
    <Notice icon={SearchX} title={t('list.noResults')} text={t('tasks.noneMatch')} role="status">
      <Button variant="light" onClick={() => ask(nothing)}>
        {t('tasks.clearFilters')}
      </Button>
    </Notice>
  ) : (
    <Notice icon={ListTodo} title={t('tasks.emptyTitle')} text={t('tasks.emptyText')}>
      {addButton}
    </Notice>
  );
  return (
    <>
      <PageHeader title={t('tasks.title')}>
        <Group gap="sm" wrap="nowrap">
          <SavedViews of={views} question={viewOf(asked, isBoard)} onAsk={ask} />
          {addButton}
        </Group>
      </PageHeader>
      <TaskFilters asked={asked} isBoard={isBoard} onAsk={ask} />
      <ZoneNote />
      {isBoard ? (
        <Suspense>
          <TaskBoard asked={asked} to={to} />
        </Suspense>
      ) : (
        <TaskList
          question={questionOf(asked, timeZone)}
          cursor={params.get('cursor') ?? undefined}
          onCursor={(cursor) => ask({ cursor })}
          to={to}
          empty={empty}
          mayChoose
        />
      )}
      <Outlet />
    </>
  );
}
