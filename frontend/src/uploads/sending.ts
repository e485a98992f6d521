import type { UploadForm } from '../api/shapes';

/**
 * Sends a picture straight to the bucket, by the form that the server signed. `fetch` can't say how far it has come.
 * Rejects when it was not taken.
 */
export function send(form: UploadForm, picture: Blob, onProgress: (share: number) => void): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append('file', picture);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', form.url);
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Error(`The bucket answered ${request.status}.`));
    };
    request.onerror = request.ontimeout = () => reject(new Error('The bucket could not be reached.'));
    request.timeout = 120_000;
    request.send(body);
  });
}
