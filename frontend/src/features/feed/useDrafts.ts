import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isHeic, readPicture } from '../../uploads/pictureFiles';
import type { Draft } from './PictureTile';

/** As the server has it (`social/models/picture.py`). */
const MOST_PICTURES = 10;
/** Twice the side of the largest size that is shown. */
const SENT_SIDE = 1920;

let made = 0;

/** The pictures of a post that is being written, and what stood against any that was chosen. */
export function useDrafts() {
  const { t } = useTranslation();
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const [refusals, setRefusals] = useState<string[]>([]);

  const add = async (files: File[]) => {
    const room = MOST_PICTURES - drafts.length;
    const against = files.length > room ? [t('feed.tooManyPictures', { count: MOST_PICTURES })] : [];
    for (const file of files.slice(0, room)) {
      try {
        const read = await readPicture(file, SENT_SIDE);
        const draft = { key: `${(made += 1)}`, file: read, alt: '', id: null, isRefused: false };
        setDrafts((held) => [...held, draft]);
      } catch {
        const why = (await isHeic(file)) ? t('pictures.refused.heic') : t('pictures.refused.broken');
        against.push(`${file.name}: ${why}`);
      }
    }
    setRefusals(against);
  };
  const change = (key: string, changed: Partial<Draft>) =>
    setDrafts((held) => held.map((one) => (one.key === key ? { ...one, ...changed } : one)));
  const remove = (key: string) => setDrafts((held) => held.filter((one) => one.key !== key));
  const move = (at: number, by: 1 | -1) =>
    setDrafts((held) => {
      const [one, other] = [held[at], held[at + by]];
      if (!one || !other) return held;
      return held.map((draft) => (draft === one ? other : draft === other ? one : draft));
    });
  const clear = () => {
    setDrafts([]);
    setRefusals([]);
  };
  return { drafts, refusals, isFull: drafts.length >= MOST_PICTURES, add, change, remove, move, clear };
}
