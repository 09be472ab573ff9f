-- Seed and rules of an adaptive attempt, as JSON; NULL for every other form.
ALTER TABLE dbo.Attempt ADD Adaptive nvarchar(max) NULL;
