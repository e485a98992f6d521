import { Anchor, Badge, Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { ShieldAlert, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PAGE_SIZE } from '../../api/api';
import type { StaffMember } from '../../api/shapes';
import { Notice } from '../../components/Notice';
import { PageBar } from '../../components/PageBar';
import { Person } from '../../components/Person';
import { RecordTable, type Column } from '../../components/RecordTable';
import { RequestFailed } from '../../components/RequestFailed';
import { useListQuestion } from '../../components/useListQuestion';
import { useDates } from '../../i18n/dates';
import { useCan } from '../../session/useMe';
import { useListTeamQuery, whoOfStaff } from './api';
import { InvitationList } from './InvitationList';
import { InviteStaff } from './InviteStaff';
import { StaffDrawer } from './StaffDrawer';
import { useRoleName } from './useRoleName';

/** Who works here, as what, and who has been asked to. */
export function StaffPage() {
  const { t } = useTranslation();
  const dates = useDates();
  const { params, page, ask, goToPage } = useListQuestion();
  const who = whoOfStaff.find((known) => known === params.get('who')) ?? 'active';
  const { data, error, refetch } = useListTeamQuery({ page, who });
  const roleName = useRoleName();
  const mayInvite = useCan('core.invite_staff');
  const mayChange = useCan('core.change_user');
  const [opened, setOpened] = useState<number | null>(null);
  const [isInviting, setInviting] = useState(false);
  const shown = data?.results.find(({ id }) => id === opened);

  const columns: Column<StaffMember>[] = [
    {
      key: 'name',
      header: t('field.name'),
      width: '38%',
      cell: (person) => (
        <Person
          name={person.display_name}
          picture={person.picture}
          below={person.roles.map(roleName).join(', ')}
        >
          {mayChange ? (
            <Anchor
              component="button"
              c="inherit"
              fw={550}
              underline="never"
              onClick={() => setOpened(person.id)}
            >
              {person.display_name}
            </Anchor>
          ) : (
            person.display_name
          )}
        </Person>
      ),
    },
    {
      key: 'roles',
      header: t('staff.roles'),
      wideOnly: true,
      cell: ({ roles, has_second_factor }) => (
        <Group gap={6}>
          {roles.map((role) => (
            <Badge key={role}>{roleName(role)}</Badge>
          ))}
          {!has_second_factor && roles.some((role) => role === 'owner' || role === 'manager') && (
            <Badge color="ember" leftSection={<ShieldAlert size={12} aria-hidden />}>
              {t('staff.noSecondFactor')}
            </Badge>
          )}
        </Group>
      ),
    },
    { key: 'email', header: t('field.email'), wideOnly: true, cell: ({ email }) => email },
    {
      key: 'seen',
      header: t('staff.lastLogin'),
      wideOnly: true,
      width: '9rem',
      cell: ({ last_login }) => (last_login ? dates.day(last_login) : t('staff.never')),
    },
  ];
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <SegmentedControl
          aria-label={t('staff.which')}
          value={who}
          data={whoOfStaff.map((value) => ({ value, label: t(`staff.who.${value}`) }))}
          onChange={(value) => ask({ who: value === 'active' ? '' : value })}
        />
        {mayInvite && (
          <Button leftSection={<UserPlus size={18} aria-hidden />} onClick={() => setInviting(true)}>
            {t('staff.invite')}
          </Button>
        )}
      </Group>
      {error && !data ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : data?.count === 0 ? (
        <Notice icon={Users} title={t(`staff.none.${who}.title`)} text={t(`staff.none.${who}.text`)} />
      ) : (
        <div>
          <RecordTable
            label={t('staff.title')}
            columns={columns}
            rows={data?.results}
            question={`${page} ${who}`}
            subject={({ id }) => `user/${id}`}
          />
          {data && <PageBar page={page} count={data.count} pageSize={PAGE_SIZE} onPage={goToPage} />}
        </div>
      )}
      {mayInvite && <InvitationList />}
      {shown && <StaffDrawer key={shown.id} person={shown} onClose={() => setOpened(null)} />}
      {isInviting && <InviteStaff onClose={() => setInviting(false)} />}
    </Stack>
  );
}
