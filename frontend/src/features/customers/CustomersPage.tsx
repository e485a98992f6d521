import { Button, Group } from '@mantine/core';
import { Plus, SearchX, Users } from 'lucide-react';
import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { Notice } from '../../components/Notice';
import { CursorBar } from '../../components/CursorBar';
import { PageHeader } from '../../components/PageHeader';
import { RecordTable } from '../../components/RecordTable';
import { SavedViews } from '../../components/SavedViews';
import { RequestFailed } from '../../components/RequestFailed';
import { SearchBox } from '../../components/SearchBox';
import { useListQuestion } from '../../components/useListQuestion';
import { useCan, useMe } from '../../session/useMe';
import { useCountCustomersQuery, useListCustomersQuery } from './api';
import { ChosenBar, type ChosenAction } from './ChosenBar';
import { useMemberColumns } from './memberColumns';
import { MemberFilters } from './MemberFilters';
import { keyOf, nothing, questionOf } from './memberQuestion';
import { useChoice } from './useChoice';
import { useMemberViews } from './useMemberViews';
import { useRowKeys } from './useRowKeys';

export function CustomersPage({ chosenActions }: { chosenActions: ChosenAction[] }) {
  const { t, i18n } = useTranslation();
  const location = useLocation();
  const navigate = useNavigate();
  const { search, params, ask } = useListQuestion();
  const cursor = params.get('cursor') ?? undefined;
  const question = questionOf(params);
  const { data, currentData, error, isFetching, originalArgs, refetch } = useListCustomersQuery({
    ...question,
    ...(cursor && { cursor }),
  });
  const { data: counted } = useCountCustomersQuery(question);
  const me = useMe();
  const views = useMemberViews();
  const canAdd = useCan('core.add_customer');

  const to = (path: string) => ({ pathname: `/members/${path}`, search: location.search });
  const addButton = canAdd && (
    <Button component={Link} to={to('new')} leftSection={<Plus size={18} aria-hidden />}>
      {t('customers.add')}
    </Button>
  );
  const [mayMark, mayExport] = [useCan('core.change_customer'), useCan('core.export_customer')];
  const mayChoose = me.is_staff && (mayMark || mayExport || chosenActions.length > 0);
  const { choice, chosen, isAny, chooseAll, clear } = useChoice(keyOf(question), data?.results);
  const columns = useMemberColumns(to, mayChoose ? choice : undefined);
  const searchBox = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const keys = useRowKeys(searchBox, list);
  const { ordering: _order, search: _search, ...filters } = question;
  const hasFilters = Object.keys(filters).length > 0;
  const isNarrowed = hasFilters || search !== '';
  const isStale = isFetching && keyOf(originalArgs ?? {}) !== keyOf(question);
  // Enter opens the best match, as soon as it is known.
  const best = search && !isFetching ? currentData?.results[0]?.id : undefined;
  const wanted = useRef<string | null>(null);
  const open = useCallback(
    (id: number) => void navigate({ pathname: `/members/${id}`, search: location.search }),
    [navigate, location.search],
  );
  useEffect(() => {
    if (isFetching || wanted.current !== search) return;
    wanted.current = null;
    if (best) open(best);
  }, [search, isFetching, best, open]);
  const onSearchKey = (event: KeyboardEvent<HTMLInputElement>) => {
    keys.onSearchKey(event);
    const typed = event.currentTarget.value.trim();
    if (event.key !== 'Enter' || !typed) return;
    if (typed === search && best) open(best);
    else wanted.current = typed;
  };

  return (
    <>
      <PageHeader title={t('customers.title')}>{addButton}</PageHeader>
      <Group gap="sm" wrap="nowrap">
        <SearchBox
          label={t('customers.search')}
          search={search}
          onSearch={(text) => ask({ search: text.trim() }, true)}
          hotkey="/"
          ref={searchBox}
          onKeyDown={onSearchKey}
        />
        {me.is_staff && <SavedViews of={views} question={question} onAsk={ask} />}
      </Group>
      <MemberFilters question={question} onAsk={ask} />
      <div style={{ marginTop: '1rem' }} ref={list} onKeyDown={keys.onListKey}>
        {error && !data ? (
          <RequestFailed error={error} onRetry={refetch} />
        ) : data?.results.length === 0 && !data.previous && !data.next ? (
          isNarrowed ? (
            <Notice
              icon={SearchX}
              title={t('list.noResults')}
              text={search ? t('customers.noResults', { search }) : t('customers.noneMatch')}
              role="status"
            >
              <Button variant="light" onClick={() => ask(nothing)}>
                {hasFilters ? t('customers.clearFilters') : t('list.clearSearch')}
              </Button>
            </Notice>
          ) : (
            <Notice icon={Users} title={t('customers.emptyTitle')} text={t('customers.emptyText')}>
              {addButton}
            </Notice>
          )
        ) : (
          <>
            <RecordTable
              label={t('customers.title')}
              columns={columns}
              rows={data?.results}
              question={`${keyOf(question)}/${cursor ?? ''}`}
              subject={({ id }) => `customer/${id}`}
              stale={isStale}
            />
            {data && (
              <CursorBar
                total={
                  counted &&
                  t(counted.more ? 'customers.totalMore' : 'customers.total', {
                    number: counted.count.toLocaleString(i18n.language),
                  })
                }
                next={data.next}
                previous={data.previous}
                onCursor={(to) => ask({ cursor: to })}
              />
            )}
          </>
        )}
      </div>
      {isAny && (
        <ChosenBar
          chosen={chosen}
          question={question}
          counted={counted}
          actions={chosenActions}
          onChooseAll={chooseAll}
          onClear={clear}
        />
      )}
      <Outlet />
    </>
  );
}
