import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../api/shapes';
import { repeatKinds, ruleOf } from './taskRepeats';
import { kept } from './taskValues';
import { useRuleWords } from './useRuleWords';

interface RepeatsFieldProps {
  task: Task | undefined;
  /** The day it is due, which those that follow go by. */
  date: string | null;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** How often a task comes again: not at all, as it does so far, or anew from the day it is due on. */
export function RepeatsField({ task, date, value, onChange, error, ...field }: RepeatsFieldProps) {
  const { t } = useTranslation();
  const options = useRepeatOptions(task, date);
  const isFollowed = Boolean(task?.rule) && task?.next_on === null;
  const hint = isFollowed ? 'followed' : date || value ? 'hint' : 'needsDate';
  return (
    <Select
      {...field}
      label={t('tasks.repeats.label')}
      description={t(`tasks.repeats.${hint}`)}
      data={options.filter((one) => one.value === value || isFirstSaid(one, options))}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
      allowDeselect={false}
      disabled={isFollowed || (!date && !value)}
      error={error}
    />
  );
}

interface Option {
  value: string;
  label: string;
}

export function useRepeatOptions(task: Task | undefined, date: string | null): Option[] {
  const { t } = useTranslation();
  const words = useRuleWords();
  const own =
    task?.rule && task.rule_from ? [{ value: kept(task), label: words(task.rule, task.rule_from) }] : [];
  const offered = date
    ? repeatKinds.map((kind) => ({ value: kind, label: words(ruleOf(kind, date), date) }))
    : [];
  return [{ value: '', label: t('tasks.repeats.once') }, ...own, ...offered];
}

function isFirstSaid({ value, label }: Option, options: Option[]): boolean {
  return options.find((one) => one.label === label)?.value === value;
}
