import { Anchor, Group, Paper, Stack, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHeader } from '../components/PageHeader';
import { NextAppointments } from '../features/appointments/NextAppointments';
import { CurrentMembership } from '../features/memberships/CurrentMembership';
import { PassCard } from '../features/memberships/PassCard';
import { NextReminders } from '../features/reminders/NextReminders';
import { useMe } from '../session/useMe';

export function MemberHomePage() {
  const { t } = useTranslation();
  const { display_name: name } = useMe();
  return (
    <>
      <PageHeader title={name ? t('home.hello', { name }) : t('home.welcome')} />
      <Stack gap="xl" maw={640}>
        <Part title={t('pass.title')}>
          <Paper p="lg" radius="lg" withBorder>
            <PassCard />
          </Paper>
        </Part>
        <Part title={t('memberships.current')}>
          <Paper p="lg" radius="lg" withBorder>
            <CurrentMembership />
          </Paper>
        </Part>
        <Part title={t('home.next')} all="/appointments">
          <NextAppointments />
        </Part>
        <Part title={t('home.reminders')} all="/reminders">
          <Paper p="lg" radius="lg" withBorder>
            <NextReminders />
          </Paper>
        </Part>
      </Stack>
    </>
  );
}

function Part({ title, all, children }: { title: string; all?: string; children: ReactNode }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Group justify="space-between" mb="sm">
        <Title id={id} order={2} size="h4">
          {title}
        </Title>
        {all && (
          <Anchor component={Link} to={all} size="sm" py={4} aria-label={t('home.allOf', { title })}>
            {t('home.all')}
          </Anchor>
        )}
      </Group>
      {children}
    </section>
  );
}
