import { Badge, Group } from '@mantine/core';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { StaffMember } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { Person } from '../../components/Person';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { useListStaffQuery } from './api';
import { useRoleName } from './useRoleName';

/** Who works here, and as what. */
export function StaffPage() {
  const { t } = useTranslation();
  const { page, goToPage } = useListQuestion();
  const { data, error, refetch } = useListStaffQuery(page);
  const roleName = useRoleName();
  const columns: Column<StaffMember>[] = [
    {
      key: 'name',
      header: t('field.name'),
      cell: ({ display_name, picture }) => (
        <Person name={display_name} picture={picture}>
          {display_name}
        </Person>
      ),
    },
    {
      key: 'roles',
      header: t('staff.roles'),
      cell: ({ roles }) => (
        <Group gap={6}>
          {roles.map((role) => (
            <Badge key={role}>{roleName(role)}</Badge>
          ))}
        </Group>
      ),
    },
  ];
  if (error && !data) return <RequestFailed error={error} onRetry={refetch} />;
  if (data?.count === 0)
    return <Notice icon={Users} title={t('staff.emptyTitle')} text={t('staff.emptyText')} />;
  return (
    <>
      <RecordTable
        label={t('staff.title')}
        columns={columns}
        rows={data?.results}
        question={String(page)}
        subject={({ id }) => `user/${id}`}
      />
      {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
    </>
  );
}
