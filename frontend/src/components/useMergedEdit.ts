import { useCallback, useEffect, useRef, useState } from 'react';
import type { DefaultValues, FieldValues, Path, PathValue, UseFormReturn } from 'react-hook-form';
import { isApiError } from '../api/errors';

interface Versioned {
  version: number;
}

/** A field that two people have set differently since one of them began. */
export interface Clash<Values> {
  field: keyof Values & string;
  mine: unknown;
  theirs: unknown;
}

export type Choice = 'mine' | 'theirs';

interface Answer<Row> {
  data?: Row | undefined;
  error?: unknown;
}

interface MergedEdit<Row extends Versioned, Values extends FieldValues> {
  form: UseFormReturn<Values>;
  /** The record as it is known now; none for a new one. */
  record: Row | undefined;
  valuesOf: (record: Row) => Values;
  /** Sends the edit; `version` is the one it was made on. */
  send: (values: Values, version: number | undefined) => PromiseLike<Answer<Row>>;
  onSaved: (record: Row) => void;
  onRefused: (error: unknown) => void;
}

const ATTEMPTS = 4;

/**
 * Saves a form without overwriting what others saved meanwhile. What they changed elsewhere is taken over; where both
 * set the same field, `clashes` has what each wrote, until `resolve` says which is to be. The values that a form began
 * with are its default values, so a field is dirty where it was set here.
 */
export function useMergedEdit<Row extends Versioned, Values extends FieldValues>(
  edit: MergedEdit<Row, Values>,
) {
  const { form, record, valuesOf, send, onSaved, onRefused } = edit;
  const [clashes, setClashes] = useState<Clash<Values>[]>([]);
  const [begunAt, setBegunAt] = useState(record?.version);
  const { isDirty } = form.formState;
  if (!isDirty && record && record.version !== begunAt) setBegunAt(record.version);
  const latest = useRef(record);

  const takeOver = useCallback(
    (theirs: Values) => {
      const begun = form.formState.defaultValues as Values;
      for (const field of Object.keys(theirs) as Path<Values>[]) {
        if (same(theirs[field], begun[field])) continue;
        const isMine = !same(form.getValues(field), begun[field]);
        if (isMine && !same(form.getValues(field), theirs[field])) continue;
        form.resetField(field, { defaultValue: theirs[field] });
      }
    },
    [form],
  );

  useEffect(() => {
    const known = latest.current;
    if (!record || !known || record.version <= known.version) return;
    latest.current = record;
    takeOver(valuesOf(record));
  }, [record, form, valuesOf, takeOver]);

  const clashesNow = (): Clash<Values>[] => {
    if (!latest.current) return [];
    const theirs = valuesOf(latest.current);
    const begun = form.formState.defaultValues as Values;
    return (Object.keys(theirs) as (keyof Values & Path<Values>)[])
      .map((field) => ({ field, mine: form.getValues(field), theirs: theirs[field] }))
      .filter(
        ({ field, mine, theirs: other }) =>
          !same(mine, begun[field]) && !same(other, begun[field]) && !same(mine, other),
      );
  };

  const save = async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const found = clashesNow();
      if (found.length > 0) {
        setClashes(found);
        return;
      }
      const { data, error } = await send(form.getValues(), latest.current?.version);
      if (data) {
        latest.current = data;
        setBegunAt(data.version);
        form.reset(valuesOf(data));
        onSaved(data);
        return;
      }
      const current = currentOf(error) as Row | undefined;
      if (!current) {
        onRefused(error);
        return;
      }
      latest.current = current;
      takeOver(valuesOf(current));
    }
    onRefused(undefined);
  };
  const submit = () => form.handleSubmit(save)();

  /** Takes what was chosen for each field, theirs where nothing was, and saves. */
  const resolve = (choices: Partial<Record<string, Choice>>) => {
    for (const { field, mine, theirs } of clashes) {
      const name = field as Path<Values>;
      form.resetField(name, {
        defaultValue: theirs as DefaultValues<Values>[typeof name] & PathValue<Values, typeof name>,
      });
      if (choices[field] === 'mine') {
        form.setValue(name, mine as PathValue<Values, typeof name>, { shouldDirty: true });
      }
    }
    setClashes([]);
    return submit();
  };
  return {
    submit,
    clashes,
    resolve,
    dismiss: () => setClashes([]),
    /** Somebody else has saved since this was begun. */
    isChanged: record !== undefined && record.version !== begunAt,
  };
}

/** What an edit that came too late was answered with. */
function currentOf(error: unknown): unknown {
  return isApiError(error) && error.status === 409 ? error.current : undefined;
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
