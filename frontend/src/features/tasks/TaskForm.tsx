import { zodResolver } from '@hookform/resolvers/zod';
import {
  Alert,
  Button,
  Group,
  Input,
  SegmentedControl,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useCallback } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Task, TaskInput } from '../../api/shapes';
import { DayInput } from '../../components/DayInput';
import { EditConflict } from '../../components/EditConflict';
import { FormRefusal } from '../../components/FormRefusal';
import { MemberSelect } from '../../components/MemberSelect';
import { TimeInput } from '../../components/TimeInput';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import { UnsavedGuard } from '../../components/UnsavedGuard';
import { useMergedEdit } from '../../components/useMergedEdit';
import { useDates } from '../../i18n/dates';
import type { Key } from '../../i18n/i18n';
import { useBePresent } from '../../realtime/presence';
import { useChangeTaskMutation, useCreateTaskMutation } from './api';
import { ChecklistFields } from './ChecklistFields';
import { useListColleaguesQuery } from './givingApi';
import { roles } from './taskQuestion';
import { changeOf, emptyValues, fieldNames, schema, valuesOf, type TaskValues } from './taskValues';
import { RepeatsField, useRepeatOptions } from './RepeatsField';

interface TaskFormProps {
  /** None: a new one, about `customerId` if that is known already. */
  task?: Task;
  customerId?: number | null;
  onSaved: (task: Task) => void;
  onCancel?: () => void;
}

const everything = Object.fromEntries(fieldNames.map((name) => [name, true]));

export function TaskForm({ task, customerId = null, onSaved, onCancel }: TaskFormProps) {
  const { t } = useTranslation();
  const { timeZone } = useDates();
  const { data: colleagues = [] } = useListColleaguesQuery();
  const [create] = useCreateTaskMutation();
  const [change] = useChangeTaskMutation();
  const form = useForm<TaskValues>({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: task ? valuesOf(task, timeZone) : emptyValues(customerId),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  useBePresent(`task:${task?.id}`, task && isDirty ? 'editing' : null);
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const groups = [
    { group: t('giveTasks.roles'), items: roles.map((name) => ({ value: name, label: t(`role.${name}`) })) },
    {
      group: t('giveTasks.people'),
      items: colleagues.map(({ id, display_name }) => ({ value: String(id), label: display_name })),
    },
  ];
  const date = useWatch({ control: form.control, name: 'date' });
  const repeats = useRepeatOptions(task, date);
  const nameOf = (whom: string) =>
    groups.flatMap(({ items }) => items).find(({ value }) => value === whom)?.label ?? '';

  const edit = useMergedEdit<Task, TaskValues>({
    form,
    record: task,
    valuesOf: useCallback((record: Task) => valuesOf(record, timeZone), [timeZone]),
    send: (values, version) =>
      task
        ? change({ id: task.id, version, change: changeOf(values, form.formState.dirtyFields, timeZone) })
        : create(changeOf(values, everything, timeZone) as TaskInput),
    onSaved,
    onRefused: (error) =>
      showErrors(error, { assignee: 'whom', role: 'whom', due_at: 'date', rule: 'repeats' }),
  });
  const show = (field: keyof TaskValues, value: unknown): string => {
    if (field === 'whom') return nameOf(String(value));
    if (field === 'priority') return t(`tasks.priority.${value as '1' | '2' | '3'}`);
    if (field === 'repeats') return repeats.find((one) => one.value === value)?.label ?? '';
    if (field === 'checklist') return (value as TaskValues['checklist']).map(({ text }) => text).join(', ');
    return typeof value === 'string' ? value : '';
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void edit.submit();
      }}
      noValidate
      aria-label={t('tasks.form')}
    >
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <Stack>
        <FormRefusal message={message('root')} />
        {isDirty && edit.isChanged && (
          <Alert color="ember" role="status">
            {t('form.changedMeanwhile')}
          </Alert>
        )}
        <TextInput
          {...form.register('title')}
          label={t('tasks.field.title')}
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
              label={t('tasks.field.who')}
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
        <Group align="flex-start" gap="sm" grow>
          <Controller
            control={form.control}
            name="date"
            render={({ field }) => (
              <DayInput
                {...field}
                label={t('tasks.field.due')}
                placeholder={t('giveTasks.noDue')}
                clearable
                clearButtonProps={{ 'aria-label': t('giveTasks.clearDue') }}
                error={message('date')}
              />
            )}
          />
          <Controller
            control={form.control}
            name="time"
            render={({ field }) => <TimeInput {...field} label={t('field.time')} error={message('time')} />}
          />
        </Group>
        <Controller
          control={form.control}
          name="repeats"
          render={({ field }) => (
            <RepeatsField {...field} task={task} date={date} error={message('repeats')} />
          )}
        />
        <Controller
          control={form.control}
          name="priority"
          render={({ field: { value, onChange } }) => (
            <Input.Wrapper label={t('tasks.field.priority')} labelElement="div">
              <SegmentedControl
                aria-label={t('tasks.field.priority')}
                fullWidth
                data={(['1', '2', '3'] as const).map((one) => ({
                  value: one,
                  label: t(`tasks.priority.${one}`),
                }))}
                value={value}
                onChange={onChange}
              />
            </Input.Wrapper>
          )}
        />
        <Controller
          control={form.control}
          name="customer"
          render={({ field }) => (
            <MemberSelect
              {...field}
              placeholder={t('tasks.nobodyInParticular')}
              clearable
              clearButtonProps={{ 'aria-label': t('tasks.clearMember') }}
              error={message('customer')}
            />
          )}
        />
        <Textarea
          {...form.register('description')}
          label={t('giveTasks.details')}
          autosize
          minRows={2}
          maxRows={8}
          error={message('description')}
        />
        <Controller
          control={form.control}
          name="checklist"
          render={({ field: { value, onChange } }) => (
            <ChecklistFields items={value} onChange={onChange} error={message('checklist')} />
          )}
        />
        <Group>
          <Button type="submit" loading={isSubmitting} disabled={task !== undefined && !isDirty}>
            {task ? t('action.save') : t('tasks.add')}
          </Button>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('action.cancel')}
            </Button>
          )}
        </Group>
      </Stack>
      <EditConflict
        clashes={edit.clashes}
        labelOf={(field) => t(`tasks.changed.${field}` as Key)}
        show={show}
        onResolve={edit.resolve}
        onClose={edit.dismiss}
      />
    </form>
  );
}
