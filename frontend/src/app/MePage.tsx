import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import {
  AlarmClock,
  CalendarDays,
  ListTodo,
  LogOut,
  MessagesSquare,
  Settings,
  ShieldCheck,
} from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FormRefusal } from '../components/FormRefusal';
import { useFieldMessages, useRefusal, useServerErrors } from '../components/formErrors';
import { LanguageSwitch } from '../components/LanguageSwitch';
import { PageHeader } from '../components/PageHeader';
import { ThemeSwitch } from '../components/ThemeSwitch';
import { confirmDone } from '../components/toast';
import { UnsavedGuard } from '../components/UnsavedGuard';
import { OwnConsents, OwnCustomer } from '../features/customers/OwnCustomer';
import { BlockedPeople } from '../features/feed/BlockedPeople';
import { NotificationChoices } from '../features/notifications/NotificationChoices';
import { MailChoices } from '../features/reminders/MailChoices';
import { OwnData } from '../features/transfer/OwnData';
import { useSignOutMutation, useUpdateMeMutation } from '../session/api';
import { useMe } from '../session/useMe';
import { OwnPortrait } from './OwnPortrait';
import { useSettingsSections } from './settingsSections';

const reminders = { to: '/reminders', label: 'nav.reminders', icon: AlarmClock } as const;
const staffPlaces = [
  { to: '/tasks', label: 'nav.tasks', icon: ListTodo } as const,
  { to: '/feed', label: 'nav.feed', icon: MessagesSquare } as const,
  reminders,
];
const memberPlaces = [{ to: '/appointments', label: 'nav.bookings', icon: CalendarDays } as const, reminders];

/** Oneself: what the centre knows, how the screen looks, and the way out. */
export function MePage() {
  const { t } = useTranslation();
  const me = useMe();
  const [update] = useUpdateMeMutation();
  const [signOut, { error, isLoading }] = useSignOutMutation();
  const refusal = useRefusal();
  const maySetUp = useSettingsSections().length > 0;
  return (
    <>
      <PageHeader title={t('me.title')}>
        <Button
          variant="default"
          leftSection={<LogOut size={16} aria-hidden />}
          loading={isLoading}
          onClick={() => void signOut()}
        >
          {t('me.signOut')}
        </Button>
      </PageHeader>
      <Stack gap="lg" maw={560}>
        <FormRefusal message={error && refusal(error)} />
        <Section title={t('me.account')}>
          <Group mb="md" wrap="nowrap">
            <OwnPortrait size="4rem" />
            <Text c="var(--quiet)" style={{ overflowWrap: 'anywhere' }}>
              {me.email}
            </Text>
          </Group>
          <DisplayName />
          <Button
            component={Link}
            to="/me/security"
            variant="default"
            mt="lg"
            leftSection={<ShieldCheck size={16} aria-hidden />}
          >
            {t('me.security')}
          </Button>
        </Section>
        {!me.is_staff && (
          <Section title={t('me.contact')}>
            <OwnCustomer />
          </Section>
        )}
        {!me.is_staff && me.customer !== null && (
          <Section title={t('consent.title')}>
            <OwnConsents />
          </Section>
        )}
        {/* What has no place in the bar of a phone. */}
        {(me.is_staff ? staffPlaces : memberPlaces).map(({ to, label, icon: Icon }) => (
          <Button
            key={to}
            component={Link}
            to={to}
            variant="default"
            leftSection={<Icon size={16} aria-hidden />}
            hiddenFrom="sm"
          >
            {t(label)}
          </Button>
        ))}
        <OwnData />
        {maySetUp && (
          <Button
            component={Link}
            to="/settings"
            variant="default"
            leftSection={<Settings size={16} aria-hidden />}
            hiddenFrom="sm"
          >
            {t('me.settings')}
          </Button>
        )}
        <Section title={t('notifications.title')} anchor="notifications">
          <NotificationChoices />
        </Section>
        {me.customer !== null && (
          <Section title={t('reminders.mails.title')} anchor="mails">
            <MailChoices />
          </Section>
        )}
        {!me.is_staff && (
          <BlockedPeople>{(list) => <Section title={t('feed.blockedPeople')}>{list}</Section>}</BlockedPeople>
        )}
        <Section title={t('me.appearance')}>
          <Group>
            <LanguageSwitch onChange={(language) => void update({ language })} />
            <ThemeSwitch />
          </Group>
        </Section>
      </Stack>
    </>
  );
}

function Section({ title, anchor, children }: { title: string; anchor?: string; children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" p="lg" radius="lg" withBorder aria-labelledby={id} id={anchor}>
      <Title id={id} order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}

function DisplayName() {
  const { t } = useTranslation();
  const { display_name } = useMe();
  const form = useForm({
    mode: 'onTouched',
    values: { display_name },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [update] = useUpdateMeMutation();
  const submit = form.handleSubmit(async (values) => {
    const { data, error } = await update(values);
    if (!data) {
      showErrors(error);
      return;
    }
    form.reset({ display_name: data.display_name });
    confirmDone(t('me.saved'));
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack gap="sm">
        <FormRefusal message={message('root')} />
        <TextInput
          {...form.register('display_name', { maxLength: { value: 80, message: 'validation.tooLong' } })}
          label={t('field.display_name')}
          description={t('me.displayNameHint')}
          error={message('display_name')}
        />
        <Button type="submit" variant="light" disabled={!isDirty} loading={isSubmitting}>
          {t('action.save')}
        </Button>
      </Stack>
    </form>
  );
}
