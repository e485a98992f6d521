import { Anchor, Badge, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RequestFailed } from '../../components/RequestFailed';
import { fullName } from '../../i18n/fullName';
import { useListDuplicatesQuery, type ShortMember } from './api';
import classes from './Transfer.module.css';

/** Records that may be of one person. Which of the two stays is chosen by opening it. */
export function Duplicates() {
  const { t } = useTranslation();
  const { data, error, refetch } = useListDuplicatesQuery();
  return (
    <section>
      <Title order={2} size="h3" mb="xs">
        {t('transfer.duplicates')}
      </Title>
      {error ? (
        <RequestFailed error={error} onRetry={refetch} />
      ) : !data ? (
        <Skeleton h={64} radius="md" />
      ) : data.length === 0 ? (
        <Text c="var(--quiet)">{t('transfer.noDuplicates')}</Text>
      ) : (
        <ul className={classes.pairs}>
          {data.map(({ first, second, reasons }) => (
            <li key={`${first.id}-${second.id}`} className={classes.pair}>
              <div>
                <Who member={first} /> · <Who member={second} />
                <Group gap={4} mt={4}>
                  {reasons.map((reason) => (
                    <Badge key={reason} variant="light" color="gray" size="sm">
                      {t(`transfer.reason.${reason}`)}
                    </Badge>
                  ))}
                </Group>
              </div>
              <Button
                component={Link}
                to={`/members/${first.id}/record?merge=${second.id}`}
                variant="default"
                size="compact-md"
              >
                {t('transfer.compare')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Who({ member }: { member: ShortMember }) {
  return (
    <Anchor component={Link} to={`/members/${member.id}`}>
      {fullName(member)} #{member.member_number}
    </Anchor>
  );
}
