import { Anchor, Button } from '@mantine/core';
import { Plus, SearchX, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import type { MemberRow } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { CursorBar } from '../../components/CursorBar';
import { PageHeader } from '../../components/PageHeader';
import { Person } from '../../components/Person';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { SearchBox } from '../../components/SearchBox';
import { useListQuestion } from '../../components/useListQuestion';
import { useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useCountCustomersQuery, useListCustomersQuery } from './api';
import { fullName } from './fullName';
import { keyOf, questionOf } from './memberQuestion';

export function CustomersPage() {
  const { t, i18n } = useTranslation();
  const dates = useDates();
  const location = useLocation();
  const { search, params, ask } = useListQuestion();
  const cursor = params.get('cursor') ?? undefined;
  const question = questionOf(params);
  const { data, error, isFetching, originalArgs, refetch } = useListCustomersQuery({
    ...question,
    ...(cursor && { cursor }),
  });
  const { data: counted } = useCountCustomersQuery(question);
  const canAdd = useCan('core.add_customer');

  const to = (path: string) => ({ pathname: `/members/${path}`, search: location.search });
  const addButton = canAdd && (
    <Button component={Link} to={to('new')} leftSection={<Plus size={18} aria-hidden />}>
      {t('customers.add')}
    </Button>
  );
  const columns: Column<MemberRow>[] = [
    {
      key: 'name',
      header: t('field.name'),
      width: '38%',
      cell: (customer) => (
        <Person name={fullName(customer)} picture={customer.picture} below={customer.email}>
          <Anchor component={Link} to={to(String(customer.id))} c="inherit" fw={550} underline="never">
            {fullName(customer)}
          </Anchor>
        </Person>
      ),
    },
    { key: 'email', header: t('field.email'), cell: ({ email }) => email, wideOnly: true },
    {
      key: 'phone',
      header: t('field.phone_number'),
      cell: (row) => row.phone_number,
      wideOnly: true,
      width: '11rem',
    },
    {
      key: 'joined',
      header: t('field.joined_on'),
      cell: ({ joined_on }) => joined_on && dates.date(joined_on),
      wideOnly: true,
      width: '9rem',
    },
  ];
  const isStale = isFetching && keyOf(originalArgs ?? {}) !== keyOf(question);

  return (
    <>
      <PageHeader title={t('customers.title')}>{addButton}</PageHeader>
      <SearchBox
        label={t('customers.search')}
        search={search}
        onSearch={(text) => ask({ search: text.trim() }, true)}
      />
      <div style={{ marginTop: '1rem' }}>
        {error && !data ? (
          <RequestFailed error={error} onRetry={refetch} />
        ) : data?.results.length === 0 && !data.previous && !data.next ? (
          search ? (
            <Notice
              icon={SearchX}
              title={t('list.noResults')}
              text={t('customers.noResults', { search })}
              role="status"
            >
              <Button variant="light" onClick={() => ask({ search: '' })}>
                {t('list.clearSearch')}
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
      <Outlet />
    </>
  );
}
