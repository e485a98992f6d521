import { Anchor, Checkbox, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import type { MemberRow } from '../../api/shapes';
import { Person } from '../../components/Person';
import type { Column } from '../../components/RecordTable';
import { Standing } from '../../components/Standing';
import { useDates, wallTimeAt } from '../../i18n/dates';
import chosen from './ChosenBar.module.css';
import { fullName } from '../../i18n/fullName';
import classes from './TagList.module.css';

const SHOWN_TAGS = 2;

/** Which rows are chosen, for whoever may do something with them. */
export interface Choice {
  has: (id: number) => boolean;
  page: 'none' | 'some' | 'all';
  toggle: (id: number) => void;
  togglePage: () => void;
}

/** What the list says of a member; on a phone, under the name, what the desk asks first. */
export function useMemberColumns(to: (path: string) => To, choice?: Choice): Column<MemberRow>[] {
  const { t } = useTranslation();
  const dates = useDates();
  const ends = ({ status, access_until: until }: MemberRow) =>
    status === 'lead' ? '' : until ? dates.date(until) : t('customers.noEnd');
  return [
    {
      key: 'name',
      header: choice ? (
        <Group gap="xs" wrap="nowrap">
          <div className={chosen.choose}>
            <Checkbox
              aria-label={t('customers.chosen.page')}
              checked={choice.page === 'all'}
              indeterminate={choice.page === 'some'}
              onChange={choice.togglePage}
            />
          </div>
          {t('field.name')}
        </Group>
      ) : (
        t('field.name')
      ),
      width: '27.5%',
      cell: (member) => (
        <Group gap="xs" wrap="nowrap">
          {choice && (
            <div className={chosen.choose}>
              <Checkbox
                aria-label={t('customers.chosen.choose', { name: fullName(member) })}
                checked={choice.has(member.id)}
                onChange={() => choice.toggle(member.id)}
              />
            </div>
          )}
          <Person
            name={fullName(member)}
            picture={member.picture}
            below={
              <Group component="span" gap="xs" mt={4} wrap="nowrap">
                <Standing status={member.status} />
                {[member.plan?.name, ends(member)].filter(Boolean).join(' · ')}
              </Group>
            }
          >
            <Anchor component={Link} to={to(String(member.id))} c="inherit" fw={550} underline="never">
              {fullName(member)}
            </Anchor>
            {member.preferred_name && (
              <Text component="span" size="sm" c="var(--quiet)">
                {' '}
                “{member.preferred_name}”
              </Text>
            )}
          </Person>
        </Group>
      ),
    },
    {
      key: 'number',
      header: t('customers.column.number'),
      cell: (row) => row.member_number,
      wideOnly: true,
      width: '5.5rem',
    },
    {
      key: 'status',
      header: t('customers.column.status'),
      cell: ({ status }) => <Standing status={status} />,
      wideOnly: true,
      width: '7.5rem',
    },
    {
      key: 'plan',
      header: t('customers.column.plan'),
      cell: ({ plan }) => plan && <Dotted {...plan} />,
      wideOnly: true,
    },
    { key: 'ends', header: t('customers.column.ends'), cell: ends, wideOnly: true, width: '8.75rem' },
    {
      key: 'last_visit',
      header: t('customers.column.last_visit'),
      cell: ({ last_visit_at: at }) =>
        at ? dates.date(wallTimeAt(at, dates.timeZone).date) : t('customers.never'),
      wideOnly: true,
      width: '8.75rem',
    },
    {
      key: 'tags',
      header: t('customers.column.tags'),
      cell: ({ tags }) => (
        <Group gap={4}>
          {tags.slice(0, SHOWN_TAGS).map(({ id, ...tag }) => (
            <span key={id} className={classes.tag}>
              <Dotted {...tag} />
            </span>
          ))}
          {tags.length > SHOWN_TAGS && (
            <Text span size="sm" c="var(--quiet)" title={tags.map(({ name }) => name).join(', ')}>
              +{tags.length - SHOWN_TAGS}
            </Text>
          )}
        </Group>
      ),
      wideOnly: true,
      width: '16%',
    },
  ];
}

function Dotted({ name, colour }: { name: string; colour: string }) {
  return (
    <Group component="span" gap={6} wrap="nowrap">
      <span className={classes.dot} style={{ background: colour }} aria-hidden />
      {name}
    </Group>
  );
}
