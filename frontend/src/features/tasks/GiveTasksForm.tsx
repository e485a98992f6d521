import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { TasksForMembersInput } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { instantOf, today, useDates } from '../../i18n/dates';
import { useGiveTasksMutation, useListColleaguesQuery } from './givingApi';

export type AboutWhom = Pick<TasksForMembersInput, 'ids' | 'question'>;

const roles = ['front_desk', 'trainer', 'manager', 'owner'] as const satisfies TasksForMembersInput['role'][];

const schema = z.object({
  title: z.string().trim().min(1, 'validation.required').max(120, 'validation.tooLong'),
  description: z.string().max(5000, 'validation.tooLong'),
  /** A role's name, or the id of a person. */
  whom: z.string().min(1, 'validation.choose'),
  due: z.string().nullable(),
});

interface GiveTasksFormProps {
  members: AboutWhom;
  number: number;
  onGiven: (given: { title: string; whom: string; number: number }) => void;
}

/** What is to be done about each of them, by whom and until when. */
export function GiveTasksForm({ members, number, onGiven }: GiveTasksFormProps) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const { data: colleagues = [] } = useListColleaguesQuery();
  const [give] = useGiveTasksMutation();
  const form = useForm({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: { title: '', description: '', whom: '', due: null },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const groups = [
    { group: t('giveTasks.roles'), items: roles.map((name) => ({ value: name, label: t(`role.${name}`) })) },
    {
      group: t('giveTasks.people'),
      items: colleagues.map(({ id, display_name }) => ({ value: String(id), label: display_name })),
    },
  ];
  const submit = form.handleSubmit(async ({ title, description, whom, due }) => {
    const role = roles.find((name) => name === whom);
    const { data, error } = await give({
      ...members,
      title,
      description,
      ...(role ? { role } : { assignee: Number(whom) }),
      // Until a day means until it is over.
      ...(due && { due_at: instantOf({ date: due, time: '23:59' }, timeZone) }),
    });
    if (error) showErrors(error, { assignee: 'whom', role: 'whom', due_at: 'due' });
    else onGiven({ title, whom: nameOf(whom), number: data.created.length });
  });
  const nameOf = (whom: string) =>
    groups.flatMap(({ items }) => items).find(({ value }) => value === whom)?.label ?? '';
  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('giveTasks.title')}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack>
        <Text c="var(--quiet)">{t('giveTasks.text', { number })}</Text>
        <FormRefusal message={message('root')} />
        <TextInput
          {...form.register('title')}
          label={t('giveTasks.what')}
          error={message('title')}
          autoComplete="off"
          data-autofocus
        />
        <Controller
          control={form.control}
          name="whom"
          render={({ field: { value, onChange, ...field } }) => (
            <Select
              {...field}
              label={t('giveTasks.whom')}
              placeholder={t('giveTasks.chooseWhom')}
              data={groups}
              value={value || null}
              onChange={(chosen) => onChange(chosen ?? '')}
              searchable
              nothingFoundMessage={t('list.noResults')}
              error={message('whom')}
            />
          )}
        />
        <Controller
          control={form.control}
          name="due"
          render={({ field }) => (
            <DayInput
              {...field}
              label={t('giveTasks.due')}
              placeholder={t('giveTasks.noDue')}
              minDate={today(timeZone)}
              clearable
              clearButtonProps={{ 'aria-label': t('giveTasks.clearDue') }}
              error={message('due')}
            />
          )}
        />
        <Textarea
          {...form.register('description')}
          label={t('giveTasks.details')}
          autosize
          minRows={2}
          maxRows={6}
          error={message('description')}
        />
        <Button type="submit" loading={isSubmitting}>
          {t('giveTasks.confirm')}
        </Button>
      </Stack>
    </form>
  );
}
