import boldUrl from '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf?url';
import regularUrl from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf?url';
import { loadAppFile } from '../store/network.ts';

/** The typeface of the documents, one of the app's own files. */
export async function loadPdfFonts(): Promise<{ regular: Uint8Array; bold: Uint8Array }> {
  const [regular, bold] = await Promise.all([loadAppFile(regularUrl), loadAppFile(boldUrl)]);
  return { regular, bold };
}
