import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { Path, PathValue, UseFormReturn } from 'react-hook-form';
import { shared, type SharedValues } from './seriesValues';

/** What was typed in one form about a class, for the other form that takes its place. */
export type CarriedRef = RefObject<Partial<SharedValues>>;

/** Begins with what was typed before, and leaves behind what was typed here. */
export function useCarried<Values extends SharedValues>(
  form: UseFormReturn<Values>,
  carriedRef: CarriedRef,
): void {
  const begin = useEffectEvent(() => {
    for (const [name, value] of Object.entries(carriedRef.current))
      form.setValue(name as Path<Values>, value as PathValue<Values, Path<Values>>, { shouldDirty: true });
  });
  const leave = useEffectEvent(() => {
    const values = form.getValues();
    const typed = shared.filter((name) => form.getFieldState(name as Path<Values>).isDirty);
    carriedRef.current = Object.fromEntries(typed.map((name) => [name, values[name]]));
  });
  useEffect(() => {
    begin();
    return () => leave();
  }, []);
}
